"""The documentation of the HTTP interface as one page of HTML, without scripts or other files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from rag.messages import say
from rag.records import Language

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 2rem 1rem;
  color: light-dark(#1a2230, #e7ebf2); background: light-dark(#f5f6f8, #14181f); }
h1 { font-family: Georgia, serif; }
h2 { margin-top: 2.5rem; border-top: 1px solid light-dark(#d5dae2, #333c4a); padding-top: 1.5rem;
  font-size: 1.1rem; }
a { color: light-dark(#1d4b80, #9cc3f0); text-underline-offset: .2em; }
h3 { font-size: 1rem; margin-bottom: .25rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; }
pre { overflow-x: auto; padding: .75rem; border-radius: .5rem;
  background: light-dark(#fff, #1c222c); border: 1px solid light-dark(#d5dae2, #333c4a); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
nav ul { padding: 0; }
nav li { list-style: none; }
"""

_CODE = re.compile(r"`([^`\n]+)`")


def reference_page(description: Mapping[str, Any], language: Language) -> str:
    """The page of a description in OpenAPI; its own words are in the given language."""
    operations = [
        (method.upper(), path, each)
        for path, methods in description["paths"].items()
        for method, each in methods.items()
    ]
    title = escape(f"{description['info']['title']} {description['info']['version']}")
    links = "".join(
        f'<li><a href="#{_anchor(method, path)}"><code>{method} {escape(path)}</code></a></li>'
        for method, path, _ in operations
    )
    body = "".join(_operation(*each, language) for each in operations)
    schemas = "".join(_schema(*each, language) for each in _schemas(description))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>"
        f"{_paragraphs(description['info']['description'])}"
        f'<p><a href="v1/openapi.json">OpenAPI {escape(description["openapi"])}</a></p>'
        f"<nav><ul>{links}</ul></nav>{body}"
        f"<h2>{say('reference.schemas', language)}</h2>{schemas}</main></html>"
    )


def _operation(method: str, path: str, operation: Mapping[str, Any], language: Language) -> str:
    """An operation: what it does, its parameters, its body and what it returns."""
    anchor = _anchor(method, path)
    parts = [f'<h2 id="{anchor}"><code>{method} {escape(path)}</code></h2>']
    parts.append(_paragraphs(operation.get("description") or operation["summary"]))
    if operation.get("parameters"):
        parts.append(f"<h3>{say('reference.parameters', language)}</h3>")
        parts.append(_rows(_parameters(operation["parameters"])))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<h3>{say('reference.body', language)} ({escape(kind)})</h3>")
        parts.append(f"<p>{_type(content.get('schema', {}))}</p>")
    parts.append(f"<h3>{say('reference.responses', language)}</h3>")
    parts.append(_rows(_responses(operation["responses"])))
    return "".join(parts)


def _parameters(parameters: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in parameters:
        place = "" if each["in"] == "query" else f" ({escape(each['in'])})"
        yield f"<code>{escape(each['name'])}</code>{place}", _type(each.get("schema", {}))


def _responses(responses: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for status, each in responses.items():
        shapes = each.get("content", {}).values()
        types = ", ".join(filter(None, (_type(one.get("schema", {})) for one in shapes)))
        yield escape(str(status)), types or _type(each)


def _schemas(description: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return sorted(description["components"]["schemas"].items())


def _schema(name: str, schema: Mapping[str, Any], language: Language) -> str:
    """A schema: what it is, its fields, and an example if it has one."""
    parts = [f'<h3 id="{escape(name)}"><code>{escape(name)}</code></h3>']
    parts.append(_paragraphs(schema.get("description", "")))
    fields = schema.get("properties", {}).items()
    parts.append(_rows((f"<code>{escape(each)}</code>", _type(shape)) for each, shape in fields))
    if "example" in schema:
        text = json.dumps(schema["example"], indent=2, ensure_ascii=False)
        parts.append(f"<p>{say('reference.example', language)}</p><pre>{escape(text)}</pre>")
    return "".join(parts)


def _type(schema: Mapping[str, Any]) -> str:
    """The type of a value in a few words, with links to the schemas that it names."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(map(_type, schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f"<code>{escape(json.dumps(each))}</code>" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items') or {})}[]"
    about = f": {escape(schema['description'])}" if "description" in schema else ""
    return escape(str(schema.get("type", ""))) + about


def _rows(rows: Iterator[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f"<table>{lines}</table>" if lines else ""


def _paragraphs(text: str) -> str:
    """The paragraphs of a description, what stands between backticks as code."""
    marked = _CODE.sub(r"<code>\1</code>", escape(text))
    return "".join(f"<p>{each}</p>" for each in marked.split("\n\n") if each)


def _anchor(method: str, path: str) -> str:
    return escape(f"{method.lower()}{path.replace('/', '-').replace('{', '').replace('}', '')}")
