package accesstoken_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"twilio-access-token.example/accesstoken"
)

// What the cases of all embeddings hold; tests/vectors/generate-embeddings.mjs says which call has what.
type testCase struct {
	Name          string          `json:"name"`
	Call          string          `json:"call"`
	AccountSID    string          `json:"account_sid"`
	APIKeySID     string          `json:"api_key_sid"`
	APIKeySecret  *string         `json:"api_key_secret"`
	Token         string          `json:"token"`
	Now           int64           `json:"now"`
	Leeway        int64           `json:"leeway"`
	Region        *string         `json:"region"`
	Secret        string          `json:"secret"`
	Settings      *string         `json:"settings"`
	Signature     *string         `json:"signature"`
	URL           string          `json:"url"`
	Fields        [][2]string     `json:"fields"`
	Body          *string         `json:"body"`
	Result        json.RawMessage `json:"result"`
	ExpectedError string          `json:"error"`
}

func TestCases(t *testing.T) {
	text, err := os.ReadFile("../../tests/vectors/embeddings.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []testCase `json:"cases"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	calls := map[string]func(*testing.T, testCase) (any, error){
		"sign": sign, "verify": verify, "inspect": inspect, "webhook": webhook,
	}
	ran := map[string]int{}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			got, err := calls[c.Call](t, c)
			if c.ExpectedError != "" {
				wantError(t, err, c.ExpectedError)
			} else if err != nil {
				t.Error(err)
			} else if text, err := json.Marshal(got); err != nil || !sameJSON(t, text, c.Result) {
				t.Errorf("got %s, want %s", text, c.Result)
			}
		})
		ran[c.Call]++
	}
	t.Logf("%d cases: %v", len(file.Cases), ran)
	if len(file.Cases) <= 290 || len(ran) != len(calls) {
		t.Errorf("only %d cases, of the calls %v", len(file.Cases), ran)
	}
}

func sign(t *testing.T, c testCase) (any, error) {
	signer, err := accesstoken.NewSigner(c.AccountSID, c.APIKeySID, *c.APIKeySecret)
	if err != nil {
		return nil, err
	}
	defer signer.Close()
	ctx, now := context.Background(), time.Unix(c.Now, 0)
	jwt, err := signer.SignJSON(ctx, c.Token, now)
	// The same by the types, which cannot say all that JSON can.
	if token, ok := tokenOf(t, c.Token); ok {
		typed, typedErr := signer.Sign(ctx, token, now)
		many, manyErr := signer.SignMany(ctx, []accesstoken.Token{token, token}, now)
		if manyErr != nil || many[0] != (accesstoken.Result{Token: typed, Err: many[0].Err}) || many[1].Token != typed {
			t.Errorf("SignMany gave %v, %v; Sign gave %s", many, manyErr, typed)
		}
		for _, other := range []error{typedErr, many[0].Err, many[1].Err} {
			if typed != jwt || !reflect.DeepEqual(err, other) {
				t.Errorf("by types: %s, %v; by JSON: %s, %v", typed, other, jwt, err)
			}
		}
	}
	return jwt, err
}

// tokenOf says with types what a JSON text says, if they can.
func tokenOf(t *testing.T, text string) (accesstoken.Token, bool) {
	var members struct {
		Identity  *string         `json:"identity"`
		TTL       *float64        `json:"ttl"`
		NotBefore *int64          `json:"not_before"`
		Region    *string         `json:"region"`
		Grants    json.RawMessage `json:"grants"`
	}
	if json.Unmarshal([]byte(text), &members) != nil {
		return accesstoken.Token{}, false
	}
	if members.Identity == nil || len(members.Grants) > 0 && members.Grants[0] != '{' {
		return accesstoken.Token{}, false
	}
	if members.TTL != nil && *members.TTL == 0 || members.Region != nil && *members.Region == "" {
		return accesstoken.Token{}, false
	}
	token := accesstoken.Token{Identity: *members.Identity}
	if members.TTL != nil {
		token.TTL = time.Duration(*members.TTL * float64(time.Second))
	}
	if members.NotBefore != nil {
		token.NotBefore = time.Unix(*members.NotBefore, 0)
	}
	if members.Region != nil {
		token.Region = *members.Region
	}
	decoder := json.NewDecoder(bytes.NewReader(members.Grants))
	for _, err := decoder.Token(); decoder.More(); {
		key, keyErr := decoder.Token()
		var value json.RawMessage
		if err := errors.Join(err, keyErr, decoder.Decode(&value)); err != nil {
			t.Fatal(err)
		}
		token.Grants = append(token.Grants, grantOf(t, key.(string), value))
	}
	return token, true
}

// grantOf is the typed grant that has just that JSON, if there is one.
func grantOf(t *testing.T, key string, value json.RawMessage) accesstoken.Grant {
	for _, grant := range []accesstoken.Grant{
		&accesstoken.AnyRoomVideoGrant{}, &accesstoken.VideoGrant{}, &accesstoken.VoiceGrant{}, &accesstoken.ChatGrant{},
		&accesstoken.SyncGrant{}, &accesstoken.TaskRouterGrant{}, (*accesstoken.PlaybackGrant)(&value),
	} {
		if grant.Key() != key || json.Unmarshal(value, grant) != nil && key != "player" {
			continue
		}
		if text, err := json.Marshal(grant); err == nil && bytes.Equal(text, value) {
			return grant
		}
	}
	return accesstoken.CustomGrant{Name: key, Value: value}
}

func verify(t *testing.T, c testCase) (any, error) {
	leeway := accesstoken.WithLeeway(time.Duration(c.Leeway) * time.Second)
	verifier, err := accesstoken.NewVerifier(c.AccountSID, c.APIKeySID, *c.APIKeySecret, leeway)
	if err != nil {
		return nil, err
	}
	defer verifier.Close()
	claims, err := verifier.Verify(context.Background(), c.Token, time.Unix(c.Now, 0))
	if err != nil {
		return nil, err
	}
	return string(claims.JSON), nil
}

func inspect(t *testing.T, c testCase) (any, error) {
	var options []accesstoken.InspectOption
	if c.APIKeySecret != nil {
		options = append(options, accesstoken.WithSecret(*c.APIKeySecret))
	}
	if c.Region != nil {
		options = append(options, accesstoken.WithRegion(*c.Region))
	}
	report, err := accesstoken.Inspect(context.Background(), c.Token, time.Unix(c.Now, 0), options...)
	if err != nil {
		return nil, err
	}
	if shown := fmt.Sprintf("%+v", report); strings.Contains(shown, "MarkedSecret") {
		t.Error("the report shows the secret: ", shown)
	}
	findings := [][3]any{}
	for _, finding := range report.Findings {
		var code any
		if finding.TwilioCode != 0 {
			code = finding.TwilioCode
		}
		findings = append(findings, [3]any{finding.Code, code, finding.Severity})
	}
	return map[string]any{"signature": report.Signature, "findings": findings}, nil
}

const settings = "X-Twilio-Webhooks-Signature-Settings"

func webhook(t *testing.T, c testCase) (any, error) {
	header := http.Header{}
	for name, value := range map[string]*string{"X-Twilio-Signature": c.Signature, settings: c.Settings} {
		if value != nil {
			header.Set(name, *value)
		}
	}
	key, err := accesstoken.NewWebhookKey(header.Get(settings), c.Secret)
	if err != nil {
		return nil, err
	}
	defer key.Close()
	if c.Body != nil {
		return nil, key.ValidateBody(context.Background(), header.Get("X-Twilio-Signature"), c.URL, []byte(*c.Body))
	}
	form := url.Values{}
	for _, field := range c.Fields {
		form.Add(field[0], field[1])
	}
	return nil, key.ValidateForm(context.Background(), header.Get("X-Twilio-Signature"), c.URL, form)
}

func sameJSON(t *testing.T, texts ...[]byte) bool {
	values := make([]any, 2)
	for i, text := range texts {
		if err := json.Unmarshal(text, &values[i]); err != nil {
			t.Fatal(err)
		}
		// Claims are JSON within a string.
		if text, ok := values[i].(string); ok {
			_ = json.Unmarshal([]byte(text), &values[i])
		}
	}
	return reflect.DeepEqual(values[0], values[1])
}

func wantError(t *testing.T, err error, code string) {
	t.Helper()
	var refused *accesstoken.Error
	if !errors.As(err, &refused) || refused.Code != code || refused.Message == "" || !strings.HasSuffix(err.Error(), refused.Message+". "+refused.Hint) || !strings.HasSuffix(refused.Hint, ".") {
		t.Errorf("got the error %#v, want the code %s", err, code)
	}
	if shown := fmt.Sprintf("%v %+v %#v %+v", err, err, err, refused); strings.Contains(shown, "MarkedSecret") {
		t.Error("the error shows the secret: ", shown)
	}
}
