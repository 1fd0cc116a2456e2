"""OpenDocument files: texts (ODT), spreadsheets (ODS) and presentations (ODP)."""
