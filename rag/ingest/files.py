"""Files and folders into an index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rag.encoders import Encoder
from rag.errors import DocumentError
from rag.ingest.plan import FoundFile, Scan, plan, scan, scan_places
from rag.ingest.pool import read_files
from rag.ingest.prepare import recipe
from rag.ingest.process import ReadingLimits
from rag.ingest.run import GenerationFiller, IngestProgress, SilentProgress, Tally, conclude, place
from rag.readers import ocr
from rag.records import IngestReport
from rag.store import GenerationBuilder, Salvage


def ingest(
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: IngestProgress | None = None,
    limits: ReadingLimits | None = None,
) -> IngestReport:
    """Brings the index to the state of these files and folders, and tells what was done.

    Documents of other folders, indexed before, stay as they are; a rebuild starts from nothing
    but these paths. A file that cannot be read is a failure of the report, and the others go
    on. Stopped at any moment, the index answers as before, and the next call takes the work up
    where it was. Raises IndexBusy, IndexUnwritable, IndexFormat, and IndexMismatch when the
    index was made with another encoder, and OcrUnavailable.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(
        index, encoder.card, recipe=_recipe(limits), rebuild=rebuild
    ) as draft:
        _tell_damage(draft, tally)
        _follow(draft, scan(paths, index), GenerationFiller(draft, encoder, bar), tally, limits)
        return conclude(draft, tally, start)


def repair(
    index: Path,
    encoder: Encoder,
    *,
    progress: IngestProgress | None = None,
    limits: ReadingLimits | None = None,
) -> IngestReport:
    """Makes a damaged index whole again, and brings one of an older format up to date.

    Where the documents are whole, what follows from them is made anew, and vectors that the
    generation before has are not encoded again. Otherwise that generation is built upon, and
    the files of the documents whose names can still be read are read again. What is sound is
    left as it is. Raises as ``ingest``.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(index, encoder.card, recipe=_recipe(limits)) as draft:
        if draft.base.damage is not None:
            _tell_damage(draft, tally)
            filler, salvage = GenerationFiller(draft, encoder, bar), Salvage(index)
            if salvage.whole:
                _take_over(draft, salvage, filler)
            else:
                _read_again(draft, salvage, filler, tally, limits)
        return conclude(draft, tally, start)


def _recipe(limits: ReadingLimits | None) -> dict[str, str]:
    """What files are read by; raises OcrUnavailable where OCR is asked for and not here."""
    return recipe(ocr.require_tesseract()) if limits is not None and limits.ocr else recipe()


def _take_over(draft: GenerationBuilder, salvage: Salvage, filler: GenerationFiller) -> None:
    """Gives a draft the documents that the damaged generation holds, and no others."""
    wanted = {document.id for document in salvage.documents}
    for document in draft.documents():
        if document.id not in wanted:
            draft.remove(document.id)
    filler.start(len(wanted))
    for packed in salvage.packed():
        filler.add(packed)
    filler.finish()


def _read_again(
    draft: GenerationBuilder,
    salvage: Salvage,
    filler: GenerationFiller,
    tally: Tally,
    limits: ReadingLimits | None,
) -> None:
    """Reads the files of what a draft holds and of what the damaged generation names.

    A document of the draft whose file is gone stays, unless the other does not name it.
    """
    named = {document.id for document in salvage.documents}
    for document in draft.documents():
        if named and document.id not in named and not Path(place(document)).exists():
            draft.remove(document.id)
    places = {place(d): d for d in (*draft.documents(), *salvage.documents)}
    _follow(draft, scan_places(places.values()), filler, tally, limits)


def _tell_damage(draft: GenerationBuilder, tally: Tally) -> None:
    damage = draft.base.damage
    if damage is not None:
        tally.notices.append(f"{damage.message('fr')} / {damage.message('en')}")


def _follow(
    draft: GenerationBuilder,
    scanned: Scan,
    filler: GenerationFiller,
    tally: Tally,
    limits: ReadingLimits | None,
) -> None:
    """Brings a draft to the state of the files that were found."""
    for error in scanned.errors:
        tally.fail(error)
    todo = plan(scanned, draft.documents(), draft.stale())
    tally.walked = {file.place for file in scanned.found}
    tally.duplicates = todo.duplicates
    for document_id in todo.removals:
        draft.remove(document_id)
    for document_id, file in todo.moves:
        draft.move(document_id, str(file.root.resolve()), file.name)
    filler.start(len(todo.reads))
    _read(todo.reads, filler, tally, limits or ReadingLimits())


def _read(
    files: Sequence[FoundFile], filler: GenerationFiller, tally: Tally, limits: ReadingLimits
) -> None:
    """Reads files and fills the draft with their documents."""
    # Closed whatever happens in between: the processes of the readers end with it.
    places = [(file.root, file.path) for file in files]
    with closing(read_files(places, limits, filler.page)) as answers:
        for answer in answers:
            if isinstance(answer, DocumentError):
                tally.fail(answer)
                filler.skip(str(answer.values.get("path", "")))
            else:
                name = answer.document.path
                tally.notices += [f"{name}: {notice}" for notice in answer.notices]
                filler.add(answer)
    filler.finish()
