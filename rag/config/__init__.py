"""The settings: frozen records, from ``rag.toml``, ``VERBATIM_*`` variables and flags."""

from rag.config.load import SourcedSettings, changed_settings, load_settings, load_sourced
from rag.config.records import (
    FILE,
    ROLES,
    Collection,
    Curation,
    Institution,
    Oidc,
    Role,
    Service,
    Settings,
    StoreSettings,
)
from rag.config.secrets import read_secret

__all__ = [
    "FILE",
    "ROLES",
    "Collection",
    "Curation",
    "Institution",
    "Oidc",
    "Role",
    "Service",
    "Settings",
    "SourcedSettings",
    "StoreSettings",
    "changed_settings",
    "load_settings",
    "load_sourced",
    "read_secret",
]
