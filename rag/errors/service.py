"""The errors of the service: accounts, roles, limits."""

from __future__ import annotations

from rag.errors.root import RagError


class ServiceError(RagError):
    """Somebody may not do something, or not now."""


class AccountsNeeded(ServiceError):
    """Other machines would be served without accounts. Values: host."""


class AddressUnavailable(ServiceError):
    """The service cannot listen on an address. Values: host, port, cause."""


class AccountsUnusable(ServiceError):
    """The file of the accounts cannot be opened. Values: path, cause."""


class AccountUnknown(ServiceError):
    """There is no account of that name. Values: name."""


class AccountKnown(ServiceError):
    """There is an account of that name. Values: name."""


class NameRefused(ServiceError):
    """An account cannot have that name. Values: name."""


class PasswordRefused(ServiceError):
    """The password is too easily guessed. Values: least, most (characters)."""


class TokenUnknown(ServiceError):
    """There is no token of that number. Values: number."""


class LoginNeeded(ServiceError):
    """Nobody is logged in, or no longer. No values."""


class LoginRefused(ServiceError):
    """The name or the password is wrong; the error does not say which. No values."""


class OidcUnavailable(ServiceError):
    """The provider of logins cannot be asked. Values: issuer, cause."""


class OidcRefused(ServiceError):
    """A login through the provider does not hold, or gives no role. Values: cause."""


class RoleNeeded(ServiceError):
    """The role of the account does not allow it. Values: role (a Message)."""


class NotebookUnknown(ServiceError):
    """There is no such notebook, or the account may not read it. No values."""


class NotebookFull(ServiceError):
    """A notebook, or a person, has as much as there may be. Values: cause."""


class NotebooksUnusable(ServiceError):
    """The file of the notebooks cannot be opened. Values: path, cause."""


class TooManyRequests(ServiceError):
    """One person asks more than the limit. Values: seconds until it is worth trying again."""


class ServiceBusy(ServiceError):
    """More questions wait than may wait. Values: seconds until it is worth trying again."""


class VersionChanged(ServiceError):
    """Somebody else changed a document since the client read it. Values: document."""


class ContentHeld(ServiceError):
    """A file to replace a document holds what another document holds. Values: document."""


class ModelUnknown(ServiceError):
    """A client names a model that there is not. Values: model, known (the names there are)."""


class WorkStopped(ServiceError):
    """The work was called off, or passed its limit of time. No values."""
