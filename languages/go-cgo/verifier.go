package accesstoken

// #include "twilio_access_token.h"
import "C"

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Verifier checks tokens that were minted with known keys.
type Verifier struct{ *object[*C.tat_verifier] }

// VerifierOption is a setting of [NewVerifier].
type VerifierOption func(*C.tat_verifier) error

// WithKey adds a key, so that tokens of either are taken while keys are changed.
func WithKey(accountSID, apiKeySID, apiKeySecret string) VerifierOption {
	return func(verifier *C.tat_verifier) error {
		var out C.tat_text
		k := apiKeyOf(accountSID, apiKeySID, apiKeySecret)
		status := C.tat_verifier_add_key(verifier, k.account, k.accountLen, k.sid, k.sidLen, k.secret, k.secretLen, &out)
		_, err := answer(status, out)
		return err
	}
}

// WithLeeway takes tokens for that much longer, and before they are valid, for clocks that differ. Whole seconds count.
func WithLeeway(leeway time.Duration) VerifierOption {
	return func(verifier *C.tat_verifier) error {
		seconds := leeway / time.Second
		if leeway < 0 || seconds > math.MaxUint32 {
			return &Error{Code: "invalid-argument", Message: fmt.Sprintf("the leeway is %v", leeway), Hint: "Pass 0 to 4294967295 seconds."}
		}
		_, err := answer(C.tat_verifier_set_leeway(verifier, C.uint32_t(seconds)), C.tat_text{})
		return err
	}
}

// NewVerifier makes a verifier of a key, as [NewSigner] takes it.
func NewVerifier(accountSID, apiKeySID, apiKeySecret string, options ...VerifierOption) (*Verifier, error) {
	var made *C.tat_verifier
	var out C.tat_text
	k := apiKeyOf(accountSID, apiKeySID, apiKeySecret)
	status := C.tat_verifier_new(k.account, k.accountLen, k.sid, k.sidLen, k.secret, k.secretLen, &made, &out)
	if _, err := answer(status, out); err != nil {
		return nil, err
	}
	verifier := &Verifier{newObject("Verifier", made, func(v *C.tat_verifier) { C.tat_verifier_free(v) })}
	for _, option := range options {
		if err := option(made); err != nil {
			verifier.Close()
			return nil, err
		}
	}
	return verifier, nil
}

// Verify checks a token at the time at: its form, its signature, whose key signed it, and whether it is valid then. It gives the
// claims, the JSON of the token.
func (v *Verifier) Verify(token string, at time.Time) (json.RawMessage, error) {
	now, err := seconds(at)
	if err != nil {
		return nil, err
	}
	jwt, jwtLen := text(token)
	claims, err := v.call(func(verifier *C.tat_verifier) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_verifier_verify(verifier, jwt, jwtLen, now, &out)
		return status, out
	})
	return json.RawMessage(claims), err
}
