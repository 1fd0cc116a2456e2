"""Files and folders into an index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rag.encoders import Encoder
from rag.errors import DocumentError
from rag.ingest.plan import Found, plan, scan
from rag.ingest.pool import read_files
from rag.ingest.prepare import recipe
from rag.ingest.process import Limits
from rag.ingest.run import Filler, Progress, Silent, Tally, conclude
from rag.records import IngestReport
from rag.store import Draft


def ingest(
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> IngestReport:
    """Brings the index to the state of these files and folders, and tells what was done.

    Documents of other folders, indexed before, stay as they are; a rebuild starts from nothing
    but these paths. A file that cannot be read is a failure of the report, and the others go
    on. Stopped at any moment, the index answers as before, and the next call takes the work up
    where it was. Raises IndexBusy, IndexUnwritable, IndexFormat, and IndexMismatch when the
    index was made with another encoder.
    """
    start, bar, tally = time.perf_counter(), progress or Silent(), Tally()
    with Draft.begin(index, encoder.card, recipe=recipe(), rebuild=rebuild) as draft:
        if draft.base.damage is not None:
            damage = draft.base.damage
            tally.notices.append(f"{damage.message('fr')} / {damage.message('en')}")
        scanned = scan(paths, index)
        for error in scanned.errors:
            tally.fail(error)
        todo = plan(scanned, draft.documents(), draft.stale())
        tally.walked = {file.place for file in scanned.found}
        tally.duplicates = todo.duplicates
        for document_id in todo.removals:
            draft.remove(document_id)
        for document_id, file in todo.moves:
            draft.move(document_id, str(file.root.resolve()), file.name)
        bar.start(len(todo.reads))
        _read(todo.reads, Filler(draft, encoder, bar), tally, limits or Limits())
        return conclude(draft, tally, start)


def _read(files: Sequence[Found], filler: Filler, tally: Tally, limits: Limits) -> None:
    """Reads files and fills the draft with their documents."""
    # Closed whatever happens in between: the processes of the readers end with it.
    with closing(read_files([(file.root, file.path) for file in files], limits)) as answers:
        for answer in answers:
            if isinstance(answer, DocumentError):
                tally.fail(answer)
                filler.skip(str(answer.values.get("path", "")))
            else:
                name = answer.document.path
                tally.notices += [f"{name}: {notice}" for notice in answer.notices]
                filler.add(answer)
    filler.finish()
