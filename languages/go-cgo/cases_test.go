package accesstoken_test

import (
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

	accesstoken "twilio-access-token.example/cgo"
)

// What the cases of all embeddings hold; tests/vectors/generate-embeddings.mjs says which call has what.
type testCase struct {
	Name, Call, Token, Secret, URL    string
	AccountSID                        string  `json:"account_sid"`
	APIKeySID                         string  `json:"api_key_sid"`
	APIKeySecret                      *string `json:"api_key_secret"`
	Now, Leeway                       int64
	Region, Settings, Signature, Body *string
	Fields                            [][2]string
	Result                            any
	Error                             string
}

func TestCases(t *testing.T) {
	text, err := os.ReadFile("../../tests/vectors/embeddings.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []testCase }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	calls := map[string]func(testCase) (any, error){"sign": sign, "verify": verify, "inspect": inspect, "webhook": webhook}
	ran := map[string]int{}
	for _, c := range file.Cases {
		ran[c.Call]++
		got, err := calls[c.Call](c)
		if c.Error != "" {
			if !errors.Is(err, &accesstoken.Error{Code: c.Error}) {
				t.Errorf("%s: got %v, want the error %s", c.Name, err, c.Error)
			}
			if shown := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(shown, "MarkedSecret") {
				t.Errorf("%s: the error shows the secret: %s", c.Name, shown)
			}
		} else if want := valueOf(t, c); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, %v, want %v", c.Name, got, err, want)
		}
	}
	t.Logf("%d cases: %v", len(file.Cases), ran)
	if len(file.Cases) <= 290 || len(ran) != len(calls) {
		t.Errorf("only %d cases, of the calls %v", len(file.Cases), ran)
	}
}

// valueOf is the result of a case. The claims of a token are compared as JSON.
func valueOf(t *testing.T, c testCase) any {
	if c.Call != "verify" {
		return c.Result
	}
	var claims any
	if err := json.Unmarshal([]byte(c.Result.(string)), &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func sign(c testCase) (any, error) {
	signer, err := accesstoken.NewSigner(c.AccountSID, c.APIKeySID, *c.APIKeySecret)
	if err != nil {
		return nil, err
	}
	defer signer.Close()
	return signer.SignJSON(c.Token, time.Unix(c.Now, 0))
}

func verify(c testCase) (any, error) {
	leeway := accesstoken.WithLeeway(time.Duration(c.Leeway) * time.Second)
	verifier, err := accesstoken.NewVerifier(c.AccountSID, c.APIKeySID, *c.APIKeySecret, leeway)
	if err != nil {
		return nil, err
	}
	defer verifier.Close()
	text, err := verifier.Verify(c.Token, time.Unix(c.Now, 0))
	if err != nil {
		return nil, err
	}
	var claims any
	err = json.Unmarshal(text, &claims)
	return claims, err
}

func inspect(c testCase) (any, error) {
	var options []accesstoken.InspectOption
	if c.APIKeySecret != nil {
		options = append(options, accesstoken.WithSecret(*c.APIKeySecret))
	}
	if c.Region != nil {
		options = append(options, accesstoken.WithRegion(*c.Region))
	}
	report, err := accesstoken.Inspect(c.Token, time.Unix(c.Now, 0), options...)
	if err != nil {
		return nil, err
	}
	findings := []any{}
	for _, finding := range report.Findings {
		var code any
		if finding.TwilioCode != nil {
			code = float64(*finding.TwilioCode)
		}
		findings = append(findings, []any{finding.Code, code, finding.Severity})
	}
	return map[string]any{"signature": report.Signature, "findings": findings}, nil
}

const settings = "X-Twilio-Webhooks-Signature-Settings"

func webhook(c testCase) (any, error) {
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
		return nil, key.ValidateBody(header.Get("X-Twilio-Signature"), c.URL, []byte(*c.Body))
	}
	form := url.Values{}
	for _, field := range c.Fields {
		form.Add(field[0], field[1])
	}
	return nil, key.ValidateForm(header.Get("X-Twilio-Signature"), c.URL, form)
}
