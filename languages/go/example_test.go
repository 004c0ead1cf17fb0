package accesstoken_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"time"

	"twilio-access-token.example/accesstoken"
)

// One signer serves a whole program.
func Example() {
	signer, err := accesstoken.NewSigner(
		"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		"the-32-character-API-key-secret.",
	)
	if err != nil {
		log.Fatal(err)
	}
	defer signer.Close()

	token, err := signer.Sign(context.Background(), accesstoken.Token{
		Identity: "alice",
		TTL:      15 * time.Minute,
		Grants:   []accesstoken.Grant{accesstoken.VideoGrant{Room: "daily"}},
	}, time.Now())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token[:36])
	// Output: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIs
}

func exampleSigner() *accesstoken.Signer {
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		log.Fatal(err)
	}
	return signer
}

func ExampleError() {
	signer := exampleSigner()
	defer signer.Close()

	_, err := signer.Sign(context.Background(), accesstoken.Token{Identity: "alice", TTL: 48 * time.Hour}, time.Now())
	if errors.Is(err, &accesstoken.Error{Code: "ttl-too-long"}) {
		fmt.Println("too long")
	}
	// Output: too long
}

func ExampleSigner_SignMany() {
	signer := exampleSigner()
	defer signer.Close()

	results, err := signer.SignMany(context.Background(), []accesstoken.Token{{Identity: "alice"}, {Identity: ""}}, time.Now())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(results[0].Token[:3], results[0].Err)
	fmt.Println(results[1].Err)
	// Output:
	// eyJ <nil>
	// accesstoken: the identity is empty. Give the name by which this user is known to your application.
}

func ExampleVerifier() {
	signer := exampleSigner()
	defer signer.Close()
	at := time.Unix(1_700_000_000, 0)
	token, err := signer.Sign(context.Background(), accesstoken.Token{Identity: "alice"}, at)
	if err != nil {
		log.Fatal(err)
	}

	verifier, err := accesstoken.NewVerifier(accountSID, apiKeySID, secret, accesstoken.WithLeeway(time.Minute))
	if err != nil {
		log.Fatal(err)
	}
	defer verifier.Close()

	claims, err := verifier.Verify(context.Background(), token, at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(claims.Identity, claims.ExpiresAt.UTC())
	// Output: alice 2023-11-14 23:13:20 +0000 UTC
}

func ExampleInspect() {
	report, err := accesstoken.Inspect(context.Background(), "not a token", time.Now())
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range report.Findings {
		fmt.Println(finding.TwilioCode, finding.Message)
	}
	// Output: 20101 This is no token: it has 1 part where a token has 3, with dots between.
}

func ExampleWebhookKey() {
	key, err := accesstoken.NewWebhookKey("", "12345")
	if err != nil {
		log.Fatal(err)
	}
	defer key.Close()

	form := url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"},
		"From": {"+14158675309"}, "To": {"+18005551212"},
	}
	url := "https://mycompany.com/myapp.php?foo=1&bar=2"
	fmt.Println(key.ValidateForm(context.Background(), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, form))
	// Output: <nil>
}
