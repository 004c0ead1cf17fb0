package accesstoken

import (
	"context"
	"net/url"
)

// WebhookKey tells whether requests are Twilio's.
type WebhookKey struct{ *object }

// NewWebhookKey makes a key of the account's auth token, for a request without the header
// X-Twilio-Webhooks-Signature-Settings; settings is "" then, as [net/http.Header.Get] gives it. For a request with that
// header, settings is its value and secret that of the shared key which it names.
func NewWebhookKey(settings, secret string) (*WebhookKey, error) {
	var header any = settings
	if settings == "" {
		header = absent{}
	}
	made, err := newObject("WebhookKey", func(ctx context.Context, made *instance) (uint32, error) {
		handle, _, err := made.call(ctx, "tat_webhook_key_new", header, secret)
		return handle, err
	})
	if err != nil {
		return nil, err
	}
	return &WebhookKey{made}, nil
}

// Sign gives the value of X-Twilio-Signature for a request with a form, for tests of what receives webhooks.
func (k *WebhookKey) Sign(ctx context.Context, url string, form url.Values) (string, error) {
	fields, err := fieldsOf(form)
	if err != nil {
		return "", err
	}
	return k.call(ctx, "tat_webhook_key_sign", url, fields)
}

// ValidateForm checks a request by its header X-Twilio-Signature, by the whole URL that Twilio called, and by the fields of its
// form; for a GET there are none. The error is nil if the request is Twilio's.
func (k *WebhookKey) ValidateForm(ctx context.Context, signature, url string, form url.Values) error {
	fields, err := fieldsOf(form)
	if err != nil {
		return err
	}
	_, err = k.call(ctx, "tat_webhook_key_validate_form", signature, url, fields)
	return err
}

// ValidateBody checks a request whose body is not a form, and whose URL has the hash of the body, bodySHA256.
func (k *WebhookKey) ValidateBody(ctx context.Context, signature, url string, body []byte) error {
	_, err := k.call(ctx, "tat_webhook_key_validate_body", signature, url, string(body))
	return err
}

func fieldsOf(form url.Values) (string, error) {
	fields := [][2]string{}
	for name, values := range form {
		for _, value := range values {
			fields = append(fields, [2]string{name, value})
		}
	}
	text, err := marshal(fields)
	return string(text), err
}
