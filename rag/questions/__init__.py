"""What a question asks for, read before the search: references, periods, quoted phrases."""
