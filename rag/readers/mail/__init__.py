"""Mails (EML, MSG): a document each; their attachments are documents of their own."""
