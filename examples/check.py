"""Check the claims of a text against the documents, for example before it is published.

    python examples/check.py article.txt --index index
    echo "L'Institut emploie 388 agents." | python examples/check.py -

It prints one line per claim, the facts that differ, and the best quote. It exits with 1 when a
claim is contradicted, so that it can stop a script, and with 2 on an error.
"""

import argparse
import sys
from pathlib import Path

from rag import Check, Claim, RagError, check


def read(name: str) -> str:
    """The text of a UTF-8 file, or of standard input for "-"."""
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")


def describe(claim: Claim, result: Check) -> str:
    """A claim with its verdict, what differs, and the quote that speaks of it best."""
    lines = [f"{claim.verdict}: {claim.text}"]
    for evidence in claim.evidence[:1]:
        citation = result.citations[evidence.citation - 1]
        lines += [
            f"    {reason.topic}: the text has “{reason.claimed}”, the quote “{reason.quoted}”"
            for reason in evidence.reasons
            if reason.outcome == "differs"
        ]
        lines.append(f"    [{citation.n}] {citation.quote} ({citation.path})")
    return "\n".join(lines)


def main() -> int:
    """Read the text, check it, print what was found."""
    parser = argparse.ArgumentParser(description="Check the claims of a text.")
    parser.add_argument("text", help="a UTF-8 text file; - reads standard input")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    try:
        result = check(read(options.text), index=options.index)
    except (OSError, RagError) as error:
        print(error, file=sys.stderr)
        return 2
    for claim in result.claims:
        print(describe(claim, result))
    return 1 if result.verdict == "contradicted" else 0


if __name__ == "__main__":
    sys.exit(main())
