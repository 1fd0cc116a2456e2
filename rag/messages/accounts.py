"""What is said of accounts, in the terminal and on the page where people log in."""

from __future__ import annotations

from rag.errors import Cause
from rag.records import Language

# The roles as people call them.
ROLES = {
    "reader": Cause("lecture", "reader"),
    "curator": Cause("gestion des documents", "curator"),
    "admin": Cause("administration", "admin"),
}
_SENTENCES: dict[str, dict[Language, str]] = {
    "password": {"fr": "Mot de passe", "en": "Password"},
    "added": {
        "fr": "{name} : compte créé ({role}). Relancez rag serve si c’est le premier.",
        "en": "{name}: account created ({role}). Restart rag serve if it is the first.",
    },
    "removed": {
        "fr": "{name} : compte supprimé, connexions et jetons coupés.",
        "en": "{name}: account removed, its logins and tokens ended.",
    },
    "changed": {
        "fr": "{name} : mot de passe changé, connexions et jetons coupés.",
        "en": "{name}: password changed, its logins and tokens ended.",
    },
    "nobody": {
        "fr": "Aucun compte. Créez le premier : rag user add NOM --role admin",
        "en": "No account. Create the first one: rag user add NAME --role admin",
    },
    "no_token": {
        "fr": "Aucun jeton. Créez-en un : rag token add NOM",
        "en": "No token. Create one: rag token add NAME",
    },
    "token": {
        "fr": "Jeton n° {number} de {name}, valable jusqu’au {expires}. Il n’est montré qu’ici :",
        "en": "Token no. {number} of {name}, good until {expires}. It is shown only here:",
    },
    "revoked": {"fr": "Jeton n° {number} révoqué.", "en": "Token no. {number} revoked."},
    "works": {"fr": "valable", "en": "good"},
    "ended": {"fr": "expiré", "en": "expired"},
    "cut": {"fr": "révoqué", "en": "revoked"},
    "title": {"fr": "Connexion", "en": "Log in"},
    "intro": {
        "fr": "Cette bibliothèque est réservée. Identifiez-vous pour la consulter.",
        "en": "This library is reserved. Say who you are to read it.",
    },
    "name": {"fr": "Nom du compte", "en": "Account name"},
    "enter": {"fr": "Se connecter", "en": "Log in"},
    "oidc": {
        "fr": "Se connecter avec le compte de l’institution",
        "en": "Log in with your institution’s account",
    },
    "leave": {"fr": "Se déconnecter", "en": "Log out"},
    "lost": {
        "fr": "Mot de passe oublié ? La personne qui gère les comptes peut en donner un autre.",
        "en": "Lost your password? Whoever runs the accounts can give you another.",
    },
}


def say(sentence: str, language: Language, **values: object) -> str:
    """The sentence of that name in a language, with the values in place."""
    return _SENTENCES[sentence][language].format(**values)
