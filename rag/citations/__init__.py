"""Quotes verified and cited, their permalinks, and versions of their documents."""
