package accesstoken

// #include "twilio_access_token.h"
import "C"

import (
	"net/url"
	"unsafe"
)

// WebhookKey tells whether requests are Twilio's.
type WebhookKey struct{ *object[*C.tat_webhook_key] }

// NewWebhookKey makes a key of the account's auth token, for a request without the header
// X-Twilio-Webhooks-Signature-Settings; settings is "" then, as [net/http.Header.Get] gives it. For a request with that header,
// settings is its value and secret that of the shared key which it names.
func NewWebhookKey(settings, secret string) (*WebhookKey, error) {
	var given *string
	if settings != "" {
		given = &settings
	}
	var made *C.tat_webhook_key
	var out C.tat_text
	header, headerLen := optional(given)
	key, keyLen := text(secret)
	status := C.tat_webhook_key_new(header, headerLen, key, keyLen, &made, &out)
	if _, err := answer(status, out); err != nil {
		return nil, err
	}
	return &WebhookKey{newObject("WebhookKey", made, func(k *C.tat_webhook_key) { C.tat_webhook_key_free(k) })}, nil
}

// Sign gives the value of X-Twilio-Signature for a request with a form, for tests of what receives webhooks.
func (k *WebhookKey) Sign(url string, form url.Values) (string, error) {
	fields, err := fieldsOf(form)
	if err != nil {
		return "", err
	}
	address, addressLen := text(url)
	pairs, pairsLen := text(fields)
	return k.call(func(key *C.tat_webhook_key) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_webhook_key_sign(key, address, addressLen, pairs, pairsLen, &out)
		return status, out
	})
}

// ValidateForm checks a request by its header X-Twilio-Signature, by the whole URL that Twilio called, and by the fields of its
// form; for a GET there are none. The error is nil if the request is Twilio's.
func (k *WebhookKey) ValidateForm(signature, url string, form url.Values) error {
	fields, err := fieldsOf(form)
	if err != nil {
		return err
	}
	given, givenLen := text(signature)
	address, addressLen := text(url)
	pairs, pairsLen := text(fields)
	_, err = k.call(func(key *C.tat_webhook_key) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_webhook_key_validate_form(key, given, givenLen, address, addressLen, pairs, pairsLen, &out)
		return status, out
	})
	return err
}

// ValidateBody checks a request whose body is not a form, and whose URL has the hash of the body, bodySHA256.
func (k *WebhookKey) ValidateBody(signature, url string, body []byte) error {
	given, givenLen := text(signature)
	address, addressLen := text(url)
	bytes, bytesLen := text(string(body))
	_, err := k.call(func(key *C.tat_webhook_key) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_webhook_key_validate_body(key, given, givenLen, address, addressLen, unsafe.Pointer(bytes), bytesLen, &out)
		return status, out
	})
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
