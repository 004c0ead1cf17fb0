package accesstoken_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"twilio-access-token.example/accesstoken"
)

const (
	accountSID = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b"
	apiKeySID  = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5"
	secret     = "NotARealSecret0NotARealSecret012"
)

var (
	ctx = context.Background()
	now = time.Unix(1_700_000_000, 0)
)

func newSigner(t *testing.T) *accesstoken.Signer {
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { signer.Close() })
	return signer
}

func newVerifier(t *testing.T, options ...accesstoken.VerifierOption) *accesstoken.Verifier {
	verifier, err := accesstoken.NewVerifier(accountSID, apiKeySID, secret, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { verifier.Close() })
	return verifier
}

func TestModuleIsTheOneThatWasBuilt(t *testing.T) {
	embedded, err := os.ReadFile("twilio-access-token.wasm")
	built, builtErr := os.ReadFile("../../target/flat/twilio-access-token.wasm")
	if err := errors.Join(err, builtErr); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(embedded, built) {
		t.Error("the module differs from target/flat/twilio-access-token.wasm; run just languages build-go")
	}
}

func TestWrongKeys(t *testing.T) {
	for code, key := range map[string][3]string{
		"invalid-account-sid":    {"AC1", apiKeySID, secret},
		"invalid-api-key-sid":    {accountSID, "SK1", secret},
		"invalid-api-key-secret": {accountSID, apiKeySID, ""},
		"sids-swapped":           {apiKeySID, accountSID, secret},
		"invalid-utf8":           {accountSID, apiKeySID, "\xff" + secret},
	} {
		_, err := accesstoken.NewSigner(key[0], key[1], key[2])
		wantError(t, err, code)
		_, err = accesstoken.NewVerifier(key[0], key[1], key[2])
		wantError(t, err, code)
		_, err = accesstoken.NewVerifier(accountSID, apiKeySID, secret, accesstoken.WithKey(key[0], key[1], key[2]))
		wantError(t, err, code)
		if key[2] != "" && strings.Contains(err.Error(), key[2]) {
			t.Errorf("the error shows the secret: %v", err)
		}
	}
	_, err := accesstoken.NewWebhookKey("", "")
	wantError(t, err, "empty-secret")
	for _, leeway := range []time.Duration{-1, 1<<63 - 1} {
		_, err = accesstoken.NewVerifier(accountSID, apiKeySID, secret, accesstoken.WithLeeway(leeway))
		wantError(t, err, "invalid-argument")
	}
}

func TestWrongTokens(t *testing.T) {
	signer := newSigner(t)
	alice := accesstoken.Token{Identity: "alice"}
	with := func(change func(*accesstoken.Token)) accesstoken.Token {
		token := alice
		change(&token)
		return token
	}
	granting := func(grants ...accesstoken.Grant) accesstoken.Token {
		return with(func(token *accesstoken.Token) { token.Grants = grants })
	}
	for name, wrong := range map[string]struct {
		code  string
		token accesstoken.Token
		at    time.Time
	}{
		"nothing":                {"empty-identity", accesstoken.Token{}, now},
		"no UTF-8":               {"invalid-utf8", accesstoken.Token{Identity: "al\xffice"}, now},
		"half a second":          {"invalid-ttl", with(func(token *accesstoken.Token) { token.TTL = time.Second / 2 }), now},
		"a negative life":        {"ttl-too-short", with(func(token *accesstoken.Token) { token.TTL = -time.Second }), now},
		"a life of two days":     {"ttl-too-long", with(func(token *accesstoken.Token) { token.TTL = 48 * time.Hour }), now},
		"valid from before 1970": {"invalid-time", with(func(token *accesstoken.Token) { token.NotBefore = time.Unix(-1, 0) }), now},
		"no room":                {"empty-room", granting(accesstoken.VideoGrant{}), now},
		"a nil grant":            {"invalid-argument", granting(nil), now},
		"a grant twice":          {"invalid-json", granting(accesstoken.AnyRoomVideoGrant{}, accesstoken.VideoGrant{Room: "daily"}), now},
		"a grant as identity":    {"invalid-grant", granting(accesstoken.CustomGrant{Name: "identity", Value: "mallory"}), now},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signer.Sign(ctx, wrong.token, wrong.at)
			wantError(t, err, wrong.code)
			results, manyErr := signer.SignMany(ctx, []accesstoken.Token{wrong.token, wrong.token}, wrong.at)
			if manyErr != nil || len(results) != 2 {
				t.Fatal(results, manyErr)
			}
			wantError(t, results[1].Err, wrong.code)
			if !errors.Is(err, &accesstoken.Error{Code: wrong.code}) || errors.Is(err, &accesstoken.Error{Code: "other"}) {
				t.Error("does not match by its code")
			}
		})
	}
	for _, at := range []time.Time{{}, time.Unix(-1, 0)} {
		_, err := signer.Sign(ctx, alice, at)
		wantError(t, err, "time-out-of-range")
		wantMessage(t, err, "argument at")
		_, err = signer.SignMany(ctx, []accesstoken.Token{alice}, at)
		wantError(t, err, "time-out-of-range")
		_, err = newVerifier(t).Verify(ctx, "", at)
		wantError(t, err, "time-out-of-range")
		_, err = accesstoken.Inspect(ctx, "", at)
		wantError(t, err, "time-out-of-range")
	}
	_, err := signer.Sign(ctx, granting(accesstoken.VideoGrant{}), now)
	wantMessage(t, err, "AnyRoomVideoGrant")
	_, err = signer.Sign(ctx, with(func(token *accesstoken.Token) { token.NotBefore = time.Unix(-1, 0) }), now)
	wantMessage(t, err, "NotBefore")
	_, err = signer.Sign(ctx, granting(accesstoken.CustomGrant{Name: "x", Value: func() {}}), now)
	if err == nil {
		t.Error("signed what has no JSON")
	}
	_, err = signer.SignJSON(ctx, strings.Repeat(" ", 1<<24), now)
	wantError(t, err, "invalid-argument")
	_, err = signer.SignJSON(ctx, "{", now)
	wantError(t, err, "invalid-json")
}

func wantMessage(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("got the error %v, want one with %q", err, part)
	}
}

func TestRejectsStringsThatAreNotUTF8(t *testing.T) {
	const invalid = "da\xffily"
	signer := newSigner(t)
	custom := func(value any) accesstoken.Grant { return accesstoken.CustomGrant{Name: "x", Value: value} }
	for name, token := range map[string]accesstoken.Token{
		"identity": {Identity: invalid},
		"region":   {Identity: "alice", Region: invalid},
	} {
		_, err := signer.Sign(ctx, token, now)
		t.Log(name)
		wantError(t, err, "invalid-utf8")
	}
	for name, grant := range map[string]accesstoken.Grant{
		"room":        accesstoken.VideoGrant{Room: invalid},
		"endpoint":    accesstoken.SyncGrant{EndpointID: invalid},
		"role":        accesstoken.TaskRouterGrant{Role: invalid},
		"parameter":   accesstoken.VoiceGrant{Outgoing: accesstoken.VoiceOutgoing{Params: map[string]any{"a": []any{invalid}}}},
		"key":         accesstoken.CustomGrant{Name: invalid, Value: 1},
		"value":       custom(invalid),
		"nested":      custom(map[string]any{"a": []string{invalid}}),
		"nested key":  custom([]any{map[string]int{invalid: 1}}),
		"struct":      custom(struct{ A []string }{[]string{invalid}}),
		"raw JSON":    custom(json.RawMessage(`"` + invalid + `"`)),
		"backslashes": custom(`\\` + "\xff"),
		"player":      accesstoken.PlaybackGrant(`{"a":"` + invalid + `"}`),
	} {
		token := accesstoken.Token{Identity: "alice", Grants: []accesstoken.Grant{grant}}
		_, err := signer.Sign(ctx, token, now)
		t.Log(name)
		wantError(t, err, "invalid-utf8")
		results, err := signer.SignMany(ctx, []accesstoken.Token{{Identity: "alice"}, token}, now)
		if err != nil || results[0].Err != nil {
			t.Fatal(results, err)
		}
		wantError(t, results[1].Err, "invalid-utf8")
	}
	for _, valid := range []string{"\ufffd", `\ufffd`, `\\ufffd`} {
		if _, err := signer.Sign(ctx, accesstoken.Token{Identity: valid, Grants: []accesstoken.Grant{custom(valid)}}, now); err != nil {
			t.Error(valid, err)
		}
	}
	key, err := accesstoken.NewWebhookKey("", "12345")
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	for _, form := range []url.Values{{invalid: {"1"}}, {"a": {"1", invalid}}} {
		wantError(t, key.ValidateForm(ctx, "x", "https://example.com", form), "invalid-utf8")
		_, err := key.Sign(ctx, "https://example.com", form)
		wantError(t, err, "invalid-utf8")
	}
	wantError(t, key.ValidateForm(ctx, invalid, "https://example.com", nil), "invalid-utf8")
	wantError(t, key.ValidateForm(ctx, "x", invalid, nil), "invalid-utf8")
	wantError(t, key.ValidateBody(ctx, invalid, "https://example.com", nil), "invalid-utf8")
}

func TestSignsMoreThanAMebibyteOfTokensInOrder(t *testing.T) {
	signer, verifier := newSigner(t), newVerifier(t)
	tokens := make([]accesstoken.Token, 2002)
	for i := range tokens {
		params := map[string]any{"a": strings.Repeat("x", 1200)}
		outgoing := accesstoken.VoiceOutgoing{ApplicationSID: "AP0123456789abcdef0123456789abcdef", Params: params}
		tokens[i] = accesstoken.Token{Identity: fmt.Sprint("user_", i), Grants: []accesstoken.Grant{accesstoken.VoiceGrant{Outgoing: outgoing}}}
	}
	tokens[3].Grants = []accesstoken.Grant{accesstoken.CustomGrant{Name: "x", Value: strings.Repeat("x", 1<<20)}}
	tokens[1500].Identity = ""
	results, err := signer.SignMany(ctx, tokens, now)
	if err != nil || len(results) != len(tokens) {
		t.Fatal(len(results), err)
	}
	for i, result := range results {
		if i == 1500 {
			wantError(t, result.Err, "empty-identity")
			continue
		}
		if result.Err != nil {
			t.Fatal(i, result.Err)
		}
		// Longer than what a verifier reads.
		if i == 3 {
			continue
		}
		claims, err := verifier.Verify(ctx, result.Token, now)
		if err != nil || claims.Identity != tokens[i].Identity {
			t.Fatal(i, claims, err)
		}
	}
}

func TestManyInOrder(t *testing.T) {
	signer, verifier := newSigner(t), newVerifier(t)
	tokens := make([]accesstoken.Token, 2500)
	for i := range tokens {
		if i%7 != 0 {
			tokens[i].Identity = fmt.Sprint("user ", i)
		}
	}
	results, err := signer.SignMany(ctx, tokens, now)
	if err != nil || len(results) != len(tokens) {
		t.Fatal(len(results), err)
	}
	for i, result := range results {
		if i%7 == 0 {
			wantError(t, result.Err, "empty-identity")
			continue
		}
		claims, err := verifier.Verify(ctx, result.Token, now)
		if err != nil || claims.Identity != tokens[i].Identity {
			t.Fatal(i, claims, err)
		}
	}
	if none, err := signer.SignMany(ctx, nil, now); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
}

func TestClaims(t *testing.T) {
	signer := newSigner(t)
	jwt, err := signer.Sign(ctx, accesstoken.Token{
		Identity: "alice", TTL: time.Minute, NotBefore: now.Add(time.Second),
		Grants: []accesstoken.Grant{accesstoken.VideoGrant{Room: "daily"}},
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	verifier := newVerifier(t, accesstoken.WithLeeway(2*time.Second))
	claims, err := verifier.Verify(ctx, jwt, now)
	if err != nil {
		t.Fatal(err)
	}
	times := [3]int64{claims.IssuedAt.Unix(), claims.NotBefore.Unix(), claims.ExpiresAt.Unix()}
	if times != [3]int64{1_700_000_000, 1_700_000_001, 1_700_000_060} {
		t.Error(times)
	}
	texts := [4]string{claims.ID, claims.Identity, claims.AccountSID, claims.APIKeySID}
	if texts != [4]string{apiKeySID + "-1700000000", "alice", accountSID, apiKeySID} {
		t.Error(texts)
	}
	if len(claims.Grants) != 1 || string(claims.Grants["video"]) != `{"room":"daily"}` {
		t.Error(claims.Grants)
	}
	key := accesstoken.WithKey(accountSID, apiKeySID, secret)
	both, err := accesstoken.NewVerifier(accountSID, "SKffffffffffffffffffffffffffffffff", "another secret", key)
	if err != nil {
		t.Fatal(err)
	}
	defer both.Close()
	if _, err := both.Verify(ctx, jwt, now.Add(time.Second)); err != nil {
		t.Error(err)
	}
	_, err = both.Verify(ctx, jwt, now.Add(time.Hour))
	wantError(t, err, "expired")
}

func TestWebhooks(t *testing.T) {
	key, err := accesstoken.NewWebhookKey("", "12345")
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	form := url.Values{"From": {"+14158675309"}, "Digits": {"1", "<&>"}}
	signature, err := key.Sign(ctx, "https://example.com/call", form)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.ValidateForm(ctx, signature, "https://example.com/call", form); err != nil {
		t.Error(err)
	}
	form.Add("Digits", "2")
	wantError(t, key.ValidateForm(ctx, signature, "https://example.com/call", form), "signature-mismatch")
}

func TestNothingIsPrinted(t *testing.T) {
	key, err := accesstoken.NewWebhookKey("", secret)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	signer := newSigner(t)
	for _, value := range []any{signer, *signer, newVerifier(t), key} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "value", value)
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&log, format, value)
		}
		if strings.Contains(log.String(), secret) || strings.Contains(log.String(), fmt.Sprintf("%x", secret)) {
			t.Errorf("%T shows its secret: %s", value, &log)
		}
	}
	if got := fmt.Sprintf("%+v %#v", signer, signer); got != "accesstoken.Signer accesstoken.Signer" {
		t.Error(got)
	}
}

func TestManyGoroutines(t *testing.T) {
	signer, verifier := newSigner(t), newVerifier(t)
	var group sync.WaitGroup
	for worker := range 16 {
		group.Go(func() {
			for i := range 50 {
				identity := fmt.Sprint(worker, "-", i)
				jwt, err := signer.Sign(ctx, accesstoken.Token{Identity: identity}, now)
				if err != nil {
					t.Error(err)
					return
				}
				if claims, err := verifier.Verify(ctx, jwt, now); err != nil || claims.Identity != identity {
					t.Error(claims, err)
				}
				report, err := accesstoken.Inspect(ctx, jwt, now, accesstoken.WithSecret(secret))
				if err != nil || report.Signature != "verified" {
					t.Error(report, err)
				}
			}
		})
	}
	group.Wait()
}

func TestClose(t *testing.T) {
	signer := newSigner(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for {
				if _, err := signer.Sign(ctx, accesstoken.Token{Identity: "alice"}, now); err != nil {
					wantError(t, err, "invalid-handle")
					return
				}
			}
		})
	}
	time.Sleep(10 * time.Millisecond)
	for range 2 {
		if err := signer.Close(); err != nil {
			t.Error(err)
		}
	}
	group.Wait()
}

func TestContext(t *testing.T) {
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := newSigner(t).Sign(over, accesstoken.Token{Identity: "alice"}, now); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestReadmeRuns(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(readme), "```go\n")
	code, _, _ = strings.Cut(code, "```")
	program := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(program, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command("go", "run", program).CombinedOutput()
	lines := strings.Split(string(output), "\n")
	if err != nil || len(lines) != 3 || !strings.HasPrefix(lines[0], "eyJ") || lines[1] != "true" {
		t.Errorf("%v: %s", err, output)
	}
}
