package accesstoken

import (
	"context"
	"strings"
	"time"
)

// Signer mints tokens with an API key.
type Signer struct{ *object }

// NewSigner makes a signer of a Main or Standard API key: its account's SID, AC and 32 hexadecimal digits, its own SID, SK and 32
// hexadecimal digits, and its secret.
func NewSigner(accountSID, apiKeySID, apiKeySecret string) (*Signer, error) {
	made, err := newObject("Signer", func(ctx context.Context, made *instance) (uint32, error) {
		handle, _, err := made.call(ctx, "tat_signer_new", accountSID, apiKeySID, apiKeySecret)
		return handle, err
	})
	if err != nil {
		return nil, err
	}
	return &Signer{made}, nil
}

// Sign mints a token that is issued at the time at, usually [time.Now], to the second.
func (s *Signer) Sign(ctx context.Context, token Token, at time.Time) (string, error) {
	text, err := requestOf(token)
	if err != nil {
		return "", err
	}
	return s.SignJSON(ctx, text, at)
}

// SignJSON is Sign for a token that is described in JSON, with the names of the claims that come of it:
//
//	{"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}
//
// The members ttl and not_before are in seconds, region is such as "ie1"; these and grants may be left out.
func (s *Signer) SignJSON(ctx context.Context, token string, at time.Time) (string, error) {
	return s.call(ctx, "tat_signer_sign", token, at)
}

// Result is what comes of one token of [Signer.SignMany].
type Result struct {
	// Token is the JWT, if Err is nil.
	Token string
	// Err says why there is none.
	Err error
}

// What one call signs at most: enough tokens for a call to cost nothing beside them, and the bytes that the module accepts.
const (
	maxTokens = 1000
	maxLines  = 1 << 20
)

// SignMany mints many tokens that are issued at the same time, for less than it costs to sign them one by one. There is a result
// for each, in order; the error is for what has nothing to do with any of them.
func (s *Signer) SignMany(ctx context.Context, tokens []Token, at time.Time) ([]Result, error) {
	results := make([]Result, len(tokens))
	var lines strings.Builder
	var waiting []*Result
	for i, token := range tokens {
		text, err := requestOf(token)
		if err != nil {
			results[i].Err = err
			continue
		}
		if len(text) >= maxLines {
			results[i].Token, results[i].Err = s.SignJSON(ctx, text, at)
			continue
		}
		if len(waiting) == maxTokens || lines.Len()+len(text) >= maxLines {
			if err := s.signLines(ctx, lines.String(), waiting, at); err != nil {
				return nil, err
			}
			lines.Reset()
			waiting = waiting[:0]
		}
		lines.WriteString(text + "\n")
		waiting = append(waiting, &results[i])
	}
	if err := s.signLines(ctx, lines.String(), waiting, at); err != nil {
		return nil, err
	}
	return results, nil
}

// signLines signs a token for each line, into the results.
func (s *Signer) signLines(ctx context.Context, lines string, results []*Result, at time.Time) error {
	text, err := s.call(ctx, "tat_signer_sign_lines", lines, at)
	if err != nil {
		return err
	}
	answers := strings.Split(text, "\n")
	for i, result := range results {
		if strings.HasPrefix(answers[i], "{") {
			result.Err = refusal(answers[i])
		} else {
			result.Token = answers[i]
		}
	}
	return nil
}

// requestOf is the JSON of a token. It calls MarshalJSON itself, since [json.Marshal] wraps its error in one of its own.
func requestOf(token Token) (string, error) {
	text, err := token.MarshalJSON()
	return string(text), err
}
