"""What the OpenAPI description cannot find out by itself."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from api.idempotency import HEADER
from api.pagination import CURSOR, LARGEST, PAGE_SIZE, SIZE


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key made with `manage.py create_api_key`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "api.authentication.DeskSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Staff's own browser."}


class RuleProblemShape(serializers.Serializer[Any]):
    """What speaks against one rule; of the set as a whole where id and name are empty."""

    rule_id = serializers.CharField()
    rule_name = serializers.CharField()
    words = serializers.CharField()


class ProblemShape(serializers.Serializer[Any]):
    """An error (RFC 9457), as application/problem+json."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong and what to do.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="By field."
    )
    problems = RuleProblemShape(
        many=True, required=False, help_text="Of a set of rules that cannot be put in force."
    )


PROBLEMS: dict[Any, Any] = {
    (code, "application/problem+json"): ProblemShape for code in (400, 401, 403, 404, 409, 412, 422, 429)
}
PAGES = [
    OpenApiParameter(CURSOR, str, description="From “next” or “previous” of another page."),
    OpenApiParameter(PAGE_SIZE, int, description=f"1 to {LARGEST}, {SIZE} if left out."),
]
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The version you read (its ETag): refused if it changed.",
)


def once_header(words: str = "Makes a repeated call harmless for seven days.") -> OpenApiParameter:
    return OpenApiParameter(HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description=words)


def page_of(shape: type[serializers.BaseSerializer[Any]], name: str) -> Any:
    return inline_serializer(
        name,
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )
