"""Spreadsheets: XLSX, ODS, and text with separators (CSV and TSV)."""
