package accesstoken

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Verifier checks tokens that were minted with known keys.
type Verifier struct{ *object }

// VerifierOption is a setting of [NewVerifier].
type VerifierOption func(context.Context, *instance, uint32) error

// WithKey adds a key, so that tokens of either are taken while keys are changed.
func WithKey(accountSID, apiKeySID, apiKeySecret string) VerifierOption {
	return func(ctx context.Context, made *instance, verifier uint32) error {
		_, _, err := made.call(ctx, "tat_verifier_add_key", verifier, accountSID, apiKeySID, apiKeySecret)
		return err
	}
}

// WithLeeway takes tokens for that much longer, and before they are valid, for clocks that differ. Whole seconds count.
func WithLeeway(leeway time.Duration) VerifierOption {
	return func(ctx context.Context, made *instance, verifier uint32) error {
		seconds := leeway / time.Second
		if leeway < 0 || seconds > math.MaxUint32 {
			return &Error{Code: "invalid-argument", Message: fmt.Sprintf("the leeway is %v", leeway), Hint: "Pass 0 to 4294967295 seconds."}
		}
		_, err := made.run(ctx, "tat_verifier_set_leeway", uint64(verifier), uint64(seconds))
		return err
	}
}

// NewVerifier makes a verifier of a key, as [NewSigner] takes it.
func NewVerifier(accountSID, apiKeySID, apiKeySecret string, options ...VerifierOption) (*Verifier, error) {
	made, err := newObject("Verifier", func(ctx context.Context, made *instance) (uint32, error) {
		handle, _, err := made.call(ctx, "tat_verifier_new", accountSID, apiKeySID, apiKeySecret)
		if err != nil {
			return 0, err
		}
		for _, option := range options {
			if err := option(ctx, made, handle); err != nil {
				return 0, err
			}
		}
		return handle, nil
	})
	if err != nil {
		return nil, err
	}
	return &Verifier{made}, nil
}

// Verify checks a token at the time at: its form, its signature, whose key signed it, and whether it is valid then.
func (v *Verifier) Verify(ctx context.Context, token string, at time.Time) (*Claims, error) {
	text, err := v.call(ctx, "tat_verifier_verify", token, at)
	if err != nil {
		return nil, err
	}
	claims := &Claims{}
	return claims, json.Unmarshal([]byte(text), claims)
}

// Claims is what a token says.
type Claims struct {
	// ID is unique to the token (jti).
	ID string
	// Identity is whose token it is.
	Identity string
	// Grants is what the token permits, without the identity: the JSON of each by its key, for the types of this package.
	Grants map[string]json.RawMessage
	// IssuedAt (iat) and NotBefore (nbf) are zero if the token does not say.
	IssuedAt, NotBefore time.Time
	// ExpiresAt is when it is not valid any more (exp).
	ExpiresAt time.Time
	// APIKeySID is the key that signed it (iss), AccountSID its account (sub).
	APIKeySID, AccountSID string
	// JSON is all of it, as in the token.
	JSON json.RawMessage
}

// UnmarshalJSON reads the payload of a token.
func (c *Claims) UnmarshalJSON(text []byte) error {
	var payload struct {
		ID        string                     `json:"jti"`
		Grants    map[string]json.RawMessage `json:"grants"`
		IssuedAt  *int64                     `json:"iat"`
		NotBefore *int64                     `json:"nbf"`
		ExpiresAt *int64                     `json:"exp"`
		Issuer    string                     `json:"iss"`
		Subject   string                     `json:"sub"`
	}
	if err := json.Unmarshal(text, &payload); err != nil {
		return err
	}
	*c = Claims{
		ID:         payload.ID,
		Grants:     payload.Grants,
		IssuedAt:   timeOf(payload.IssuedAt),
		NotBefore:  timeOf(payload.NotBefore),
		ExpiresAt:  timeOf(payload.ExpiresAt),
		APIKeySID:  payload.Issuer,
		AccountSID: payload.Subject,
		JSON:       append(json.RawMessage{}, text...),
	}
	identity, ok := c.Grants["identity"]
	if !ok {
		return nil
	}
	delete(c.Grants, "identity")
	return json.Unmarshal(identity, &c.Identity)
}

func timeOf(seconds *int64) time.Time {
	if seconds == nil {
		return time.Time{}
	}
	return time.Unix(*seconds, 0)
}
