"""Records as plain JSON values."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from rag.records.answers import Citation
from rag.records.scope import Scope


def as_json(record: Any) -> Any:
    """A record as plain JSON values: dates in ISO 8601, tuples as lists, permalinks with them."""
    if isinstance(record, Scope):
        return record.to_dict()
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        values = {f.name: as_json(getattr(record, f.name)) for f in dataclasses.fields(record)}
        return values | ({"permalink": record.permalink} if isinstance(record, Citation) else {})
    if isinstance(record, dict):
        return {str(key): as_json(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [as_json(value) for value in record]
    if isinstance(record, dt.date):
        return record.isoformat()
    return record
