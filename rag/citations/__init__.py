"""Quotes and what becomes of them: read again, cited, found again later."""
