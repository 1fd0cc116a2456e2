"""The errors of the service: accounts, roles, limits."""

from __future__ import annotations

from rag.errors.root import RagError


class ServiceError(RagError):
    """Somebody may not do something, or not now."""


class AccountsNeeded(ServiceError):
    """Other machines would be served without accounts. Values: host."""

    fr = (
        "{host} ouvre le service à d'autres machines sans aucun compte. Créez-en un : "
        "rag user add NOM --role admin ; ou, pour l'ouvrir à tous exprès, écrivez "
        "open = true sous [service] dans rag.toml."
    )
    en = (
        "{host} opens the service to other machines without any account. Create one: "
        "rag user add NAME --role admin; or, to open it to everyone on purpose, write "
        "open = true under [service] in rag.toml."
    )


class AccountsUnusable(ServiceError):
    """The file of the accounts cannot be opened. Values: path, cause."""

    fr = "{path} : comptes inaccessibles ({cause}). Vérifiez les droits ou restaurez ce fichier."
    en = "{path}: accounts cannot be used ({cause}). Check the rights or restore that file."


class AccountUnknown(ServiceError):
    """There is no account of that name. Values: name."""

    fr = "{name} : aucun compte de ce nom. Voyez la liste : rag user list"
    en = "{name}: no account of that name. See the list: rag user list"


class AccountKnown(ServiceError):
    """There is an account of that name. Values: name."""

    fr = "{name} : ce compte existe. Changez son mot de passe : rag user passwd {name}"
    en = "{name}: that account exists. Change its password: rag user passwd {name}"


class NameRefused(ServiceError):
    """An account cannot have that name. Values: name."""

    fr = "{name} : nom refusé. Prenez de 1 à 64 lettres, chiffres ou signes parmi . _ - @"
    en = "{name}: name refused. Take 1 to 64 letters, digits or signs among . _ - @"


class PasswordRefused(ServiceError):
    """The password is too easily guessed. Values: least, most (characters)."""

    fr = (
        "Mot de passe refusé. Prenez de {least} à {most} caractères, différents du nom "
        "du compte ; une suite de mots convient bien."
    )
    en = (
        "Password refused. Take {least} to {most} characters, not the name of the account; "
        "a few words in a row do well."
    )


class TokenUnknown(ServiceError):
    """There is no token of that number. Values: number."""

    fr = "{number} : aucun jeton de ce numéro. Voyez la liste : rag token list"
    en = "{number}: no token of that number. See the list: rag token list"


class LoginNeeded(ServiceError):
    """Nobody is logged in, or no longer. No values."""

    fr = "Connexion nécessaire. Connectez-vous, ou joignez un jeton valide à la requête."
    en = "Login needed. Log in, or send a valid token with the request."


class LoginRefused(ServiceError):
    """The name or the password is wrong; which of them is not told. No values."""

    fr = "Nom ou mot de passe incorrect. Vérifiez-les, puis recommencez."
    en = "Wrong name or password. Check them, then try again."


class OidcUnavailable(ServiceError):
    """The provider of logins cannot be asked. Values: issuer, cause."""

    fr = "{issuer} : fournisseur d'identité injoignable ({cause}). Réessayez dans un moment."
    en = "{issuer}: the identity provider cannot be reached ({cause}). Try again in a moment."


class OidcRefused(ServiceError):
    """A login through the provider does not hold, or gives no role. Values: cause."""

    fr = "Connexion refusée ({cause}). Recommencez, ou demandez à qui gère les comptes."
    en = "Login refused ({cause}). Try again, or ask whoever runs the accounts."


class RoleNeeded(ServiceError):
    """The role of the account does not allow it. Values: role (a Cause)."""

    fr = "Réservé au rôle « {role} ». Demandez à la personne qui gère les comptes."
    en = "Kept for the role “{role}”. Ask whoever runs the accounts."


class TooManyRequests(ServiceError):
    """One person asks more than the limit. Values: seconds until it is worth trying again."""

    fr = "Trop de requêtes en peu de temps. Réessayez dans {seconds} s."
    en = "Too many requests in a short time. Try again in {seconds} s."


class ServiceBusy(ServiceError):
    """More questions wait than may wait. Values: seconds until it is worth trying again."""

    fr = "Beaucoup de questions à la fois en ce moment. Réessayez dans {seconds} s."
    en = "Many questions at once just now. Try again in {seconds} s."


class WorkStopped(ServiceError):
    """The work was called off, or passed its limit of time. No values."""

    fr = "Travail arrêté avant sa fin. Posez la question de nouveau, plus courte si possible."
    en = "Work stopped before its end. Ask the question again, shorter if you can."
