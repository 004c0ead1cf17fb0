package accesstoken_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	accesstoken "twilio-access-token.example/cgo"
)

const (
	accountSID = "AC0123456789abcdef0123456789abcdef"
	apiKeySID  = "SKfedcba9876543210fedcba9876543210"
	secret     = "NotARealSecret0NotARealSecret012"
)

var (
	now   = time.Unix(1_700_000_000, 0)
	alice = accesstoken.Token{Identity: "alice", Grants: map[string]any{"video": map[string]any{"room": "daily"}}}
)

// One signer serves a whole program.
func Example() {
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		log.Fatal(err)
	}
	defer signer.Close()

	token, err := signer.Sign(accesstoken.Token{
		Identity: "alice",
		TTL:      15 * time.Minute,
		Grants:   map[string]any{"video": map[string]any{"room": "daily"}},
	}, time.Now())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token[:36])

	_, err = signer.Sign(accesstoken.Token{Identity: "alice", TTL: 48 * time.Hour}, time.Now())
	fmt.Println(errors.Is(err, &accesstoken.Error{Code: "ttl-too-long"}))
	// Output:
	// eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIs
	// true
}

func newSigner(t testing.TB) *accesstoken.Signer {
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(signer.Close)
	return signer
}

func wantCode(t *testing.T, code string, err error) {
	t.Helper()
	var found *accesstoken.Error
	if !errors.As(err, &found) || found.Code != code || strings.Contains(err.Error(), secret) {
		t.Fatalf("got the error %v, want the code %s", err, code)
	}
	if !strings.HasSuffix(err.Error(), found.Message+". "+found.Hint) || !strings.HasSuffix(found.Hint, ".") {
		t.Errorf("got the error %q with the hint %q", err, found.Hint)
	}
}

func TestManyTokensAreThoseOfOneByOne(t *testing.T) {
	signer := newSigner(t)
	one, err := signer.Sign(alice, now)
	many, manyErr := signer.SignMany([]accesstoken.Token{alice, {Identity: "\xff"}, {}, alice}, now)
	if err != nil || manyErr != nil || len(many) != 4 || many[0].Token != one || many[3].Token != one {
		t.Fatalf("got %v, %v; one by one %s, %v", many, manyErr, one, err)
	}
	wantCode(t, "invalid-utf8", many[1].Err)
	wantCode(t, "empty-identity", many[2].Err)
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	_, err := accesstoken.NewSigner("AC1", apiKeySID, secret)
	wantCode(t, "invalid-account-sid", err)
	_, err = accesstoken.NewSigner(accountSID, apiKeySID, "")
	wantCode(t, "invalid-api-key-secret", err)
	_, err = accesstoken.NewVerifier(apiKeySID, accountSID, secret)
	wantCode(t, "sids-swapped", err)
	_, err = accesstoken.NewVerifier(accountSID, apiKeySID, secret, accesstoken.WithKey("", "", secret))
	wantCode(t, "invalid-account-sid", err)
	_, err = accesstoken.NewVerifier(accountSID, apiKeySID, secret, accesstoken.WithLeeway(-time.Second))
	wantCode(t, "invalid-argument", err)
	_, err = accesstoken.NewWebhookKey("", "")
	wantCode(t, "empty-secret", err)
	_, err = accesstoken.Inspect("\xff", now)
	wantCode(t, "invalid-utf8", err)
	_, err = newSigner(t).SignJSON("", now)
	wantCode(t, "invalid-json", err)
}

func TestRejectsTimesBefore1970(t *testing.T) {
	signer := newSigner(t)
	verifier, err := accesstoken.NewVerifier(accountSID, apiKeySID, secret)
	if err != nil {
		t.Fatal(err)
	}
	defer verifier.Close()
	for _, at := range []time.Time{{}, time.Unix(-1, 0)} {
		_, signErr := signer.Sign(alice, at)
		_, manyErr := signer.SignMany([]accesstoken.Token{alice}, at)
		_, verifyErr := verifier.Verify("", at)
		_, inspectErr := accesstoken.Inspect("", at)
		for _, err := range []error{signErr, manyErr, verifyErr, inspectErr} {
			wantCode(t, "time-out-of-range", err)
			if !strings.Contains(err.Error(), "argument at") {
				t.Error(err)
			}
		}
	}
	_, err = signer.Sign(accesstoken.Token{Identity: "alice", NotBefore: time.Unix(-1, 0)}, now)
	wantCode(t, "invalid-time", err)
	if !strings.Contains(err.Error(), "NotBefore") {
		t.Error(err)
	}
}

func TestRejectsStringsThatAreNotUTF8(t *testing.T) {
	const invalid = "da\xffily"
	signer := newSigner(t)
	custom := func(value any) map[string]any { return map[string]any{"x": value} }
	for name, token := range map[string]accesstoken.Token{
		"identity":   {Identity: invalid},
		"region":     {Identity: "alice", Region: invalid},
		"key":        {Identity: "alice", Grants: map[string]any{invalid: 1}},
		"room":       {Identity: "alice", Grants: map[string]any{"video": map[string]string{"room": invalid}}},
		"nested":     {Identity: "alice", Grants: custom([]any{map[string][]string{"a": {invalid}}})},
		"nested key": {Identity: "alice", Grants: custom([]any{map[string]int{invalid: 1}})},
		"raw JSON":   {Identity: "alice", Grants: custom(json.RawMessage(`"` + invalid + `"`))},
	} {
		t.Log(name)
		_, err := signer.Sign(token, now)
		wantCode(t, "invalid-utf8", err)
		results, err := signer.SignMany([]accesstoken.Token{alice, token}, now)
		if err != nil || results[0].Err != nil {
			t.Fatal(results, err)
		}
		wantCode(t, "invalid-utf8", results[1].Err)
	}
	for _, valid := range []string{"\ufffd", `\ufffd`, `\\ufffd`} {
		if _, err := signer.Sign(accesstoken.Token{Identity: valid, Grants: custom(valid)}, now); err != nil {
			t.Error(valid, err)
		}
	}
	key, err := accesstoken.NewWebhookKey("", "12345")
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	for _, form := range []url.Values{{invalid: {"1"}}, {"a": {"1", invalid}}} {
		wantCode(t, "invalid-utf8", key.ValidateForm("x", "https://example.com", form))
	}
	wantCode(t, "invalid-utf8", key.ValidateForm(invalid, "https://example.com", nil))
	wantCode(t, "invalid-utf8", key.ValidateBody("x", invalid, nil))
}

func TestSeveralKeysAreTaken(t *testing.T) {
	token, err := newSigner(t).Sign(alice, now)
	if err != nil {
		t.Fatal(err)
	}
	const other, otherSecret = "SK00000000000000000000000000000000", "AlsoNotARealSecret0AlsoNotAReal0"
	for _, options := range [][]accesstoken.VerifierOption{nil, {accesstoken.WithKey(accountSID, apiKeySID, secret)}} {
		verifier, err := accesstoken.NewVerifier(accountSID, other, otherSecret, options...)
		if err != nil {
			t.Fatal(err)
		}
		defer verifier.Close()
		if _, err := verifier.Verify(token, now); len(options) == 0 {
			wantCode(t, "signature-mismatch", err)
		} else if err != nil {
			t.Error(err)
		}
	}
}

func TestWebhooksThatAreSignedAreValid(t *testing.T) {
	key, err := accesstoken.NewWebhookKey("", "12345")
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	form := url.Values{"To": {"+1", "+2"}}
	signature, err := key.Sign("https://example.com/", form)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.ValidateForm(signature, "https://example.com/", form); err != nil {
		t.Error(err)
	}
}

func TestGoroutinesShareASignerUntilItIsClosed(t *testing.T) {
	signer := newSigner(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if _, err := signer.Sign(alice, now); err != nil && !errors.Is(err, accesstoken.ErrClosed) {
					t.Error(err)
				}
			}
		})
	}
	signer.Close()
	group.Wait()
	if _, err := signer.Sign(alice, now); !errors.Is(err, accesstoken.ErrClosed) {
		t.Errorf("closed, it gave %v", err)
	}
}

func TestNothingShowsSecrets(t *testing.T) {
	signer := newSigner(t)
	verifier, verifierErr := accesstoken.NewVerifier(accountSID, apiKeySID, secret)
	key, keyErr := accesstoken.NewWebhookKey("", secret)
	if err := errors.Join(verifierErr, keyErr); err != nil {
		t.Fatal(err)
	}
	defer verifier.Close()
	defer key.Close()
	for _, value := range []any{signer, *signer, verifier, *verifier, key, *key, accesstoken.WithKey(accountSID, apiKeySID, secret)} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "value", value)
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&log, format, value)
		}
		if strings.Contains(log.String(), secret) || strings.Contains(log.String(), fmt.Sprintf("%x", secret)) {
			t.Errorf("%T shows its secret: %s", value, &log)
		}
	}
	if signer.String() != "accesstoken.Signer" {
		t.Error(signer)
	}
}

func BenchmarkSign(b *testing.B) {
	signer := newSigner(b)
	for b.Loop() {
		if _, err := signer.Sign(alice, now); err != nil {
			b.Fatal(err)
		}
	}
}
