"""What may stand in a template: fields that exist, a few words of Jinja. Its file is `letter_package`'s.

A template is looked over a paragraph at a time, so that what is wrong is told with its place. The sandbox
holds the same line once more while a letter is filled in. Runs in the press; `letters` tells people.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bsc_tui.exports.letter_package import KNOWN_PARTS, WORDS, Fault, parsed, shortened

MOST_TURNS = 10_000
MOST_FAULTS = 20

FILTERS = frozenset(
    (
        *("upper", "lower", "title", "capitalize", "trim", "default", "d", "join", "length", "count"),
        *("first", "last", "reverse", "batch", "replace"),
    )
)
LOOP = dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length"), "")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)

Schema = Any
"""What there is: a dict of names, a list with what each of it has, or "" for a text."""
ANY = None


@dataclass
class Checked:
    """What a look at a template found: what is wrong, the record's fields it uses, those it asks about."""

    faults: list[Fault] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def fields(self) -> list[str]:
        """The fields used; a `?` behind those it can do without, since it asks whether they are there."""
        return [f"{name}?" if name in self.asked else name for name in dict.fromkeys(self.used + self.asked)]


# -- what stands in it -----------------------------------------------------------------------------


def checked(template: bytes, schema: Schema) -> Checked:
    """Look a sound file over; at most some faults, those that come first."""
    found = Checked()
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        types = parsed(packed.read("[Content_Types].xml"))
        kinds = {
            (one.get("PartName") or "").lstrip("/"): one.get("ContentType") or ""
            for one in types
            if one.get("PartName")
        }
        for name in packed.namelist():
            part = next(
                (told for ending, told in KNOWN_PARTS.items() if kinds.get(name, "").endswith(ending)), ""
            )
            if part:
                _Look(part, schema, found).through(parsed(packed.read(name)))
    del found.faults[MOST_FAULTS:]
    return found


def heads_have_fields(template: bytes) -> bool:
    """Whether there are tags in a header or footer."""
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        heads = [one for one in packed.namelist() if re.match(r"word/(header|footer)\d*\.xml$", one)]
        return any(_TAG.search(text) for one in heads for text in paragraphs(parsed(packed.read(one))))


def paragraphs(root: Any) -> Iterator[str]:
    """The text of each paragraph; a text box within one is a paragraph of its own."""
    for paragraph in root.iter(f"{WORDS}p"):
        words = []
        for element in paragraph.iter(f"{WORDS}t", f"{WORDS}tab", f"{WORDS}br"):
            if next(element.iterancestors(f"{WORDS}p")) is paragraph:
                words.append((element.text or "") if element.tag == f"{WORDS}t" else " ")
        yield "".join(words)


class _Look:
    """A walk through the paragraphs of one part, with what loops and conditions are open."""

    def __init__(self, part: str, schema: Schema, found: Checked) -> None:
        self._part = part
        self._schema = schema
        self._found = found
        self._open: list[tuple[str, str, dict[str, Schema]]] = []
        self._set: dict[str, Schema] = {}
        self._asks = False
        self._sandbox = Sandbox()

    def through(self, root: Any) -> None:
        """All paragraphs."""
        for text in paragraphs(root):
            if "{" in text or "}" in text:
                self._paragraph(text)
        for word, text, _names in self._open:
            self._fault("not_closed", text, word=word)

    def _fault(self, code: str, text: str, **about: str) -> None:
        self._found.faults.append(Fault(code, shortened(text), self._part, **about))

    def _paragraph(self, text: str) -> None:
        for tag in _TAG.findall(text):
            try:
                self._tag(tag, text)
            except Fault as fault:
                self._fault(fault.code, text, **fault.about)
            except TemplateSyntaxError as error:
                self._fault("syntax", text, detail=str(error.message))
            except RecursionError:
                self._fault("syntax", text, detail="…")
        rest = _TAG.sub("", text)
        for sign in ("{{", "{%", "}}", "%}"):
            if sign in rest:
                self._fault("half", text, detail=sign)
                return

    def _tag(self, tag: str, text: str) -> None:
        for curled, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
            tag = tag.replace(curled, straight)
        if tag.startswith("{#"):
            return
        inside = re.sub(r"^(p|tr|tc|r)(?=\s)", "", tag[2:-2].strip("-+")).strip()
        if tag.startswith("{{"):
            kind = self._kind_of(inside)
            if isinstance(kind, dict):
                raise Fault("group", word=inside, detail=next(iter(kind), ""))
            if isinstance(kind, list):
                raise Fault("list", word=inside)
            return
        word, _blank, rest = inside.partition(" ")
        self._statement(word, rest, inside, text)

    def _statement(self, word: str, rest: str, inside: str, text: str) -> None:
        match word:
            case "for":
                loop = self._parsed(f"{{% {inside} %}}{{% endfor %}}").body[0]
                assert isinstance(loop, nodes.For)
                if loop.recursive:
                    raise Fault("not_allowed", word="recursive")
                self._open.append(("for", text, self._loop_names(loop)))
            case "if":
                self._asked(rest)
                self._open.append(("if", text, {}))
            case "elif" | "else":
                if not self._open or (word == "elif" and self._open[-1][0] != "if"):
                    raise Fault("not_opened", word=word)
                if word == "elif":
                    self._asked(rest)
            case "endif" | "endfor":
                if not self._open or self._open[-1][0] != word[3:]:
                    raise Fault("not_opened", word=word)
                self._open.pop()
            case "set":
                one = self._parsed(f"{{% {inside} %}}").body[0]
                if not isinstance(one, nodes.Assign) or not isinstance(one.target, nodes.Name):
                    raise Fault("not_allowed", word="set")
                kind = self._kind(one.node)
                names = self._open[-1][2] if self._open else self._set
                names[one.target.name] = kind
            case "colspan" | "cellbg":
                self._kind_of(rest)
            case "vm" | "hm":
                return
            case _:
                raise Fault("not_allowed", word=word)

    def _asked(self, condition: str) -> None:
        self._asks = True
        try:
            self._kind_of(condition)
        finally:
            self._asks = False

    def _loop_names(self, loop: nodes.For) -> dict[str, Schema]:
        kind = self._kind(loop.iter)
        if isinstance(kind, dict) or kind == "":
            raise Fault("no_list", word=_told(loop.iter))
        one = kind[0] if isinstance(kind, list) else ANY
        names: dict[str, Schema] = {"loop": LOOP}
        if isinstance(loop.target, nodes.Name):
            names[loop.target.name] = one
        else:
            names |= {name.name: ANY for name in loop.target.find_all(nodes.Name)}
        if loop.test is not None:
            self._open.append(("for", "", names))
            try:
                self._kind(loop.test)
            finally:
                self._open.pop()
        return names

    def _parsed(self, source: str) -> nodes.Template:
        return self._sandbox.parse(source)

    def _kind_of(self, expression: str) -> Schema:
        output = self._parsed(f"{{{{ {expression} }}}}").body
        if len(output) != 1 or not isinstance(output[0], nodes.Output) or len(output[0].nodes) != 1:
            raise Fault("syntax", detail=expression[:60])
        return self._kind(output[0].nodes[0])

    def _kind(self, node: nodes.Node) -> Schema:
        """What an expression comes to. Raises Fault for what there is not, and for what is not done here."""
        if isinstance(node, nodes.Name):
            return self._named(node.name)
        if isinstance(node, nodes.Getattr):
            return self._part_of(self._kind(node.node), node.attr, node)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            kind = self._kind(node.node)
            if isinstance(kind, list) and isinstance(node.arg.value, int):
                return kind[0]
            return self._part_of(kind, str(node.arg.value), node)
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        if isinstance(node, nodes.Call):
            if not (isinstance(node.node, nodes.Name) and node.node.name == "range"):
                raise Fault("not_allowed", word=_told(node.node) + "()")
            for argument in node.args:
                self._kind(argument)
            return [ANY]
        for child in node.iter_child_nodes():
            self._kind(child)
        if isinstance(node, nodes.CondExpr):
            return self._kind(node.expr1)
        return ANY

    def _filtered(self, node: nodes.Filter) -> Schema:
        if node.name not in FILTERS:
            close = difflib.get_close_matches(node.name, FILTERS, 1)
            raise Fault("no_filter", word=node.name, detail=close[0] if close else "")
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._kind(argument)
        kind = self._kind(node.node) if node.node is not None else ANY
        if node.name in ("first", "last") and isinstance(kind, list):
            return kind[0]
        if node.name == "batch" and isinstance(kind, list):
            return [kind]
        return kind if node.name == "reverse" else ANY

    def _named(self, name: str) -> Schema:
        for _word, _text, names in reversed(self._open):
            if name in names:
                return names[name]
        known = {**self._schema, **self._set}
        if name not in known:
            raise Fault("no_field", word=name, detail=self._nearest(name))
        if known[name] == "":
            self._use(name)
        return known[name]

    def _part_of(self, kind: Schema, name: str, node: nodes.Node) -> Schema:
        whole = _told(node)
        if kind is ANY:
            if name.startswith("_"):
                raise Fault("not_allowed", word=whole)
            return ANY
        if not isinstance(kind, dict) or name not in kind:
            raise Fault("no_field", word=whole, detail=self._nearest(whole, kind))
        if kind[name] == "" and self._is_of_record(whole.partition(".")[0]):
            self._use(whole)
        return kind[name]

    def _is_of_record(self, name: str) -> bool:
        """Whether a name is the record's, not one given in a loop."""
        return name in self._schema and not any(name in names for _word, _text, names in self._open)

    def _use(self, path: str) -> None:
        names = self._found.asked if self._asks else self._found.used
        if path not in names:
            names.append(path)

    def _nearest(self, path: str, kind: Schema = None) -> str:
        """The field that was meant, perhaps."""
        head, _dot, last = path.rpartition(".")
        if isinstance(kind, dict) and (close := difflib.get_close_matches(last, list(kind), 1)):
            return f"{head}.{close[0]}"
        every = [*_paths(self._schema)] if "." in path else list(self._schema)
        alike = [one for one in every if one.rpartition(".")[2] == last]
        return (alike or difflib.get_close_matches(path, every, 1) or [""])[0]


def _paths(schema: Mapping[str, Schema], head: str = "") -> Iterator[str]:
    for name, kind in schema.items():
        if isinstance(kind, dict):
            yield from _paths(kind, f"{head}{name}.")
        else:
            yield head + name


def _told(node: nodes.Node) -> str:
    """An expression as it is written, as far as it needs to be known."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_told(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_told(node.node)}[{node.arg.value!r}]"
    if isinstance(node, nodes.Const):
        return repr(node.value)[:40]
    return "…"


# -- while it is filled in -------------------------------------------------------------------------


def _turns(*bounds: int) -> range:
    turns = range(*bounds)
    if len(turns) > MOST_TURNS:
        raise SecurityError(f"range({', '.join(map(str, bounds))})")
    return turns


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that reads dicts, lists and texts, and does nothing else."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0)
        self.globals = {"range": _turns}
        self.filters = {name: one for name, one in self.filters.items() if name in FILTERS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """None is."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Only range is called."""
        return obj is _turns

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a dict has; of a loop its numbers."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            raise UndefinedError(attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What a dict or a list has."""
        if isinstance(obj, dict) and isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list | str) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                pass
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers only: texts are not multiplied, and powers are not taken."""
        if operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)
