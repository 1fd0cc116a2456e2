"""Accounts with their passwords, logins and tokens, and which documents each role sees."""

from rag.accounts.database import Accounts
from rag.accounts.records import Account, Login, Token, at_least
from rag.accounts.schema import accounts_file
from rag.accounts.visible_documents import DocumentFilter, collections_of, document_filter

__all__ = [
    "Account",
    "Accounts",
    "DocumentFilter",
    "Login",
    "Token",
    "accounts_file",
    "at_least",
    "collections_of",
    "document_filter",
]
