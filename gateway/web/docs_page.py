"""The description of the HTTP API as a page to read."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

Json = dict[str, Any]


def docs_body(document: Json) -> str:
    """The page's HTML, made of an OpenAPI document."""
    operations = [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = document["components"]["schemas"]
    parts = [
        _prose(document["info"]["description"]),
        '<p>For programs: <a href="/openapi.json"><code>/openapi.json</code></a>, OpenAPI 3.1.</p>',
        "<nav><ul>",
        *(f'<li><a href="#{_anchor(name)}"><code>{escape(name)}</code></a> {escape(o["summary"])}'
          for name, o in operations),
        "</ul></nav>",
        *(_operation(name, operation) for name, operation in operations),
        "<h2>Types</h2>",
        *(_schema(name, schemas[name]) for name in sorted(schemas)),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _operation(name: str, operation: Json) -> str:
    parts = [
        f'<h2 id="{_anchor(name)}"><code>{escape(name)}</code></h2>',
        f"<p><strong>{escape(operation['summary'])}.</strong></p>",
        _prose(operation["description"]),
    ]
    if body := operation.get("requestBody"):
        parts.append(f"<p>Body: {_contents(body)}</p>")
    rows = [
        [f"<code>{status}</code>", _contents(response), _inline(response["description"])]
        for status, response in operation["responses"].items()
    ]
    return "\n".join([*parts, _table(["Status", "Body", ""], rows)])


def _contents(holder: Json) -> str:
    """The body's type, and its form where that is not JSON."""
    return " or ".join(
        _type(content["schema"]) + ("" if kind == "application/json" else f" as {escape(kind)}")
        for kind, content in holder.get("content", {}).items()
    )


def _schema(name: str, schema: Json) -> str:
    required = schema.get("required", ())
    rows = [
        [
            f"<code>{escape(field)}</code>",
            _type(described),
            "" if field in required else f"optional{_default(described)}",
            _inline(described.get("description", "")),
        ]
        for field, described in schema.get("properties", {}).items()
    ]
    return "\n".join(
        [
            f'<h3 id="type-{escape(name)}">{escape(name)}</h3>',
            _prose(schema.get("description", "")),
            _table(["Field", "Type", "", ""], rows) if rows else "",
        ]
    )


def _default(schema: Json) -> str:
    value = schema.get("default")
    return "" if value is None else f", {escape(str(value).lower())}"


def _type(schema: Json) -> str:
    """A schema in a short phrase."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#type-{name}">{name}</a>'
    if either := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_type(choice) for choice in either)
    if "const" in schema:
        return f"<code>{escape(repr(schema['const']))}</code>"
    if "enum" in schema:
        return " | ".join(f"<code>{escape(repr(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return "empty list" if schema.get("maxItems") == 0 else f"list of {_type(schema['items'])}"
    parts = [schema.get("format") or schema.get("type", "anything"), *_limits(schema)]
    return escape(", ".join(parts))


def _limits(schema: Json) -> Iterator[str]:
    for keyword, phrase in (
        ("minimum", "at least"),
        ("exclusiveMinimum", "more than"),
        ("maximum", "at most"),
        ("maxLength", "at most as long as"),
    ):
        if keyword in schema:
            yield f"{phrase} {schema[keyword]:g}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _prose(text: str) -> str:
    return "".join(
        f"<p>{_inline(paragraph)}</p>\n" for paragraph in text.split("\n\n") if paragraph
    )


def _inline(text: str) -> str:
    """Escaped text, with `code` as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _anchor(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
