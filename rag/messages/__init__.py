"""All that people read, in French and in English.

The TOML files hold it, one for each place; ``say`` is the one function that says it. The modules
``answers`` and ``checks`` compose lines from records.
"""

from __future__ import annotations

from rag.messages.catalogue import Catalogue as Catalogue
from rag.messages.catalogue import Message as Message
from rag.messages.catalogue import in_all_languages as in_all_languages
from rag.messages.catalogue import say as say
