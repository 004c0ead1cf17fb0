// Signs tokens for ../bench.py, which says how it is asked, with the C library or, with the argument "twilio", with twilio-go.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/twilio/twilio-go/client/jwt"
	accesstoken "twilio-access-token.example/cgo"
)

const (
	accountSID = "AC0123456789abcdef0123456789abcdef"
	apiKeySID  = "SKfedcba9876543210fedcba9876543210"
	secret     = "NotARealSecret0NotARealSecret012"
)

func contestant() func() (string, error) {
	if len(os.Args) > 1 && os.Args[1] == "twilio" {
		return func() (string, error) {
			params := jwt.AccessTokenParams{AccountSid: accountSID, SigningKeySid: apiKeySID, Secret: secret, Identity: "alice"}
			token := jwt.CreateAccessToken(params)
			token.AddGrant(&jwt.VideoGrant{Room: "daily"})
			return token.ToJwt()
		}
	}
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		log.Fatal(err)
	}
	token := accesstoken.Token{Identity: "alice", Grants: map[string]any{"video": map[string]any{"room": "daily"}}}
	return func() (string, error) { return signer.Sign(token, time.Now()) }
}

func main() {
	sign := contestant()
	first, err := sign()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(first)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		tokens, err := strconv.Atoi(lines.Text())
		if err != nil {
			log.Fatal(err)
		}
		start := time.Now()
		for range tokens {
			if _, err := sign(); err != nil {
				log.Fatal(err)
			}
		}
		fmt.Println(time.Since(start).Nanoseconds() / int64(tokens))
	}
}
