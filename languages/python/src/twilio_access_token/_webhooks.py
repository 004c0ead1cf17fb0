"""Whether a request came from Twilio."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from typing import Any, cast

from ._component import Instance, Pool, Resource, unwrap
from ._errors import WebhookError
from ._secret import Keeper, Secret
from ._variables import WEBHOOK_KEY, chosen

FormFields = Mapping[str, str] | Iterable[tuple[str, str]]
"""The fields of a form, decoded: a mapping, or pairs where a name comes more than once. Their order does not matter."""


class WebhookKey(Keeper):
    """An account's auth token, or the secret of a shared key, ready to validate webhooks. Any thread may use it.

    A URL is in every case the whole one that Twilio requested, with its query, as it is configured at Twilio. It is taken as it
    stands and as a browser would write it, with and without the port.
    """

    __slots__ = ("_keys",)

    def __init__(self, secret: str, *, settings: str | None = None) -> None:
        """
        :param secret: The auth token or, for requests that name a shared key, that one's secret.
        :param settings: The header ``X-Twilio-Webhooks-Signature-Settings`` of such requests, which names the key and the
            algorithm.
        :raises WebhookError: ``empty-secret``, ``unsupported-signature-algorithm``.
        """
        hidden = Secret(secret)
        del secret
        self._keys = Pool(lambda: _key(Instance(), settings, hidden))

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, settings: str | None = None
    ) -> WebhookKey:
        """The key that the environment, as it is at this call, holds for requests with these settings.

        It is in ``AUTH_TOKEN`` or ``TWILIO_AUTH_TOKEN`` or, where the settings name a shared key,
        ``TWILIO_WEBHOOK_KEY_SECRET``.

        :raises WebhookError: ``missing-variable``, ``conflicting-variables``, ``unsupported-signature-algorithm``.
        """
        variables = chosen(environment, WEBHOOK_KEY)
        del environment
        key = cls.__new__(cls)
        key._keys = Pool(lambda: _key(Instance(variables), settings))
        return key

    def sign(self, url: str, fields: FormFields = ()) -> str:
        """The signature of a request, for tests of what receives webhooks.

        For a body that is no form, the URL has ``bodySHA256`` in its query, the body's SHA-256 in hexadecimal, and there are no
        fields.
        """
        return cast(str, self._call("sign", url, _pairs(fields)))

    def validate_form(self, signature: str | None, url: str, fields: FormFields = ()) -> None:
        """Sees to it that Twilio sent this form, or this request without a body.

        It says nothing about a body that is no form.

        :param signature: The header ``X-Twilio-Signature``; ``None`` if the request has none.
        :raises WebhookError: ``missing-signature``, ``malformed-signature``, ``signature-mismatch``.
        """
        self._call("validate-form", _header(signature), url, _pairs(fields))

    def validate_body(self, signature: str | None, url: str, body: bytes) -> None:
        """Sees to it that Twilio sent this body, which is no form, byte for byte as it arrived.

        :param signature: The header ``X-Twilio-Signature``; ``None`` if the request has none.
        :raises WebhookError: ``missing-body-hash``, ``body-mismatch``, and as ``validate_form``.
        """
        # wasmtime hands on a body byte by byte, which a stranger could have it do for megabytes. With an empty one, the URL and
        # the signature are still what the core looks at first.
        given = _header(signature)
        try:
            self._call("validate-body", given, url, b"")
        except WebhookError as error:
            if error.code != "body-mismatch":
                raise
        self._call("validate-body", given, url, body)

    def _call(self, method: str, *arguments: Any) -> Any:
        return unwrap(self._keys.use(Resource.call, method, *arguments), WebhookError)


def _key(instance: Instance, settings: str | None, secret: Secret[str] | None = None) -> Resource:
    call = functools.partial(instance.call, "webhooks")
    read = unwrap(call("parse-signature-settings", settings), WebhookError)
    if secret is None:
        made = call("[static]webhook-key.from-environment", read)
    else:
        made = call("[static]webhook-key.create", secret, read.algorithm)
    return Resource("webhooks", "webhook-key", instance, unwrap(made, WebhookError))


def _header(signature: str | None) -> str:
    return "" if signature is None else signature


def _pairs(fields: FormFields) -> list[tuple[str, str]]:
    return [(name, value) for name, value in (fields.items() if isinstance(fields, Mapping) else fields)]
