"""What is computed from a library is kept with it."""

import gc
import weakref
from pathlib import Path

import questions_library

from rag.store import Library, RestrictedLibrary, Store, once_per_library


def test_a_result_is_kept_for_one_library_and_goes_with_it(tmp_path: Path) -> None:
    read: list[int] = []

    @once_per_library
    def titles(library: Library) -> tuple[str, ...]:
        read.append(1)
        return tuple(document.title for document in library.documents())

    with Store.open(questions_library.build(tmp_path)) as store:
        part = RestrictedLibrary(store, lambda document: document.language == "en")
        assert len(titles(store)) == 5
        assert titles(part) == ("Loan policy",)
        assert titles(store) is titles(store)
        assert len(read) == 2
        gone = weakref.ref(part)
        del part
        gc.collect()
        assert gone() is None
