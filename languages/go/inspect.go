package accesstoken

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// Report is what [Inspect] finds out about a token.
type Report struct {
	// Header and Payload are as in the token; null where it cannot be read.
	Header  json.RawMessage `json:"header"`
	Payload json.RawMessage `json:"payload"`
	// Signature is "verified", "mismatch", or "unchecked" if no secret was given or the token cannot be read.
	Signature string `json:"signature"`
	// Findings is what is wrong, the more certain first; empty if nothing is.
	Findings []Finding `json:"findings"`
}

// Finding is one thing that is wrong with a token.
type Finding struct {
	// Code is the stable name of the finding.
	Code string `json:"code"`
	// TwilioCode is the [error] with which Twilio answers, 0 if none is known.
	//
	// [error]: https://www.twilio.com/docs/api/errors
	TwilioCode int `json:"twilio_code"`
	// Severity is "error" if Twilio does refuse the token, "warning" if it may, or the token does not do what was probably meant.
	Severity string `json:"severity"`
	// Message says what is wrong, Hint what to do about it.
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// InspectOption is a setting of [Inspect].
type InspectOption func(*inspection)

type inspection struct{ secret, region any }

// WithSecret has the signature checked with the secret of an API key.
func WithSecret(apiKeySecret string) InspectOption {
	return func(i *inspection) { i.secret = apiKeySecret }
}

// WithRegion has the region of the API key compared with the token's: "us1" for keys that name none.
func WithRegion(region string) InspectOption {
	return func(i *inspection) { i.region = region }
}

var inspector = sync.OnceValues(func() (*object, error) { return newObject("Inspector", nil) })

// Inspect says why Twilio would refuse a token at the time at. There is an error only if the inspection cannot be made; what is
// wrong with the token is in the report.
func Inspect(ctx context.Context, token string, at time.Time, options ...InspectOption) (*Report, error) {
	inspector, err := inspector()
	if err != nil {
		return nil, err
	}
	given := inspection{secret: absent{}, region: absent{}}
	for _, option := range options {
		option(&given)
	}
	text, err := inspector.call(ctx, "tat_inspect", token, given.secret, given.region, at)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	return report, json.Unmarshal([]byte(text), report)
}
