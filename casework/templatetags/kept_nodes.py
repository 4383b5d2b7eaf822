"""Django's own `translate` and `url`, drawn once where nothing but the language, or nothing at all, can change what they say.

A page says a hundred fixed words and names thirty fixed addresses; Django looks each of them up anew, words in the
catalogues of six languages. A tag with a variable, a filter, a context or `as` is Django's in every way. Of a template that
others extend, which nodes are blocks is looked up once too. Built into all templates, after those whose place they take.
"""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Template, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.template.loader_tags import ExtendsNode, do_extends
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class _Words(TranslateNode):
    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = super().render(context)
        return self.drawn[language]

    drawn: dict[str | None, str]


class _Address(URLNode):
    def render(self, context: Context) -> str:
        place = (get_urlconf(), get_script_prefix())
        if place not in self.drawn:
            self.drawn[place] = super().render(context)
        return self.drawn[place]

    drawn: dict[Any, str]


class _Extended(NodeList):
    """Of a template that others extend. It never changes."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.contains_nontext, self._found = nodes.contains_nontext, {}

    def get_nodes_by_type(self, nodetype: Any) -> Any:
        if nodetype not in self._found:
            self._found[nodetype] = super().get_nodes_by_type(nodetype)
        return self._found[nodetype]

    _found: dict[Any, Any]


class _Extends(ExtendsNode):
    def get_parent(self, context: Context) -> Template:
        parent: Template = super().get_parent(context)
        if not isinstance(parent.nodelist, _Extended):
            parent.nodelist = _Extended(parent.nodelist)
        return parent


@register.tag
def extends(parser: Parser, token: Token) -> Any:
    node = do_extends(parser, token)
    node.__class__ = _Extends
    return node


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Any:
    node: Any = do_translate(parser, token)
    if _is_fixed(node.filter_expression) and node.asvar is None and node.message_context is None:
        node.__class__, node.drawn = _Words, {}
    return node


@register.tag
def url(parser: Parser, token: Token) -> Any:
    node: Any = parse_url(parser, token)
    if _is_fixed(node.view_name) and not (node.args or node.kwargs or node.asvar):
        node.__class__, node.drawn = _Address, {}
    return node


def _is_fixed(expression: Any) -> bool:
    """A text in quotation marks, as it stands."""
    told = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return isinstance(told, str) and not expression.filters
