// Package parity compares tokens, claim for claim, with those of github.com/twilio/twilio-go.
package parity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client/jwt"

	"twilio-access-token.example/accesstoken"
)

const (
	accountSID = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b"
	apiKeySID  = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5"
	secret     = "NotARealSecret0NotARealSecret012"
	service    = "IS0123456789abcdef0123456789abcdef"
	app        = "AP0123456789abcdef0123456789abcdef"
)

type pair struct {
	name   string
	ours   accesstoken.Token
	theirs jwt.AccessTokenParams
}

func pairs() []pair {
	grants := []struct {
		name   string
		ours   accesstoken.Grant
		theirs jwt.BaseGrant
	}{
		{"one room", accesstoken.VideoGrant{Room: "gr\u00f6\u00dfer/<&>"}, &jwt.VideoGrant{Room: "gr\u00f6\u00dfer/<&>"}},
		{"every room", accesstoken.AnyRoomVideoGrant{}, &jwt.VideoGrant{}},
		{"no calls", accesstoken.VoiceGrant{}, &jwt.VoiceGrant{}},
		{"calls", accesstoken.VoiceGrant{
			Incoming:          accesstoken.VoiceIncoming{Allow: true},
			Outgoing:          accesstoken.VoiceOutgoing{ApplicationSID: app, Params: map[string]any{"a": "<&>", "b": 1}},
			PushCredentialSID: "CR0123456789abcdef0123456789abcdef",
			EndpointID:        "phone",
		}, &jwt.VoiceGrant{
			Incoming:          jwt.Incoming{Allow: true},
			Outgoing:          jwt.Outgoing{ApplicationSid: app, ApplicationParams: map[string]interface{}{"a": "<&>", "b": 1}},
			PushCredentialSid: "CR0123456789abcdef0123456789abcdef",
			EndpointID:        "phone",
		}},
		{"chat", accesstoken.ChatGrant{
			ServiceSID: service, EndpointID: "phone",
			DeploymentRoleSID: "RL0123456789abcdef0123456789abcdef", PushCredentialSID: "CR0123456789abcdef0123456789abcdef",
		}, &jwt.ChatGrant{
			ServiceSid: service, EndpointID: "phone",
			DeploymentRoleSid: "RL0123456789abcdef0123456789abcdef", PushCredentialSid: "CR0123456789abcdef0123456789abcdef",
		}},
		{"sync", accesstoken.SyncGrant{ServiceSID: service, EndpointID: "phone"}, &jwt.SyncGrant{ServiceSid: service, EndpointID: "phone"}},
		{"task router", accesstoken.TaskRouterGrant{
			WorkspaceSID: "WS0123456789abcdef0123456789abcdef", WorkerSID: "WK0123456789abcdef0123456789abcdef", Role: "worker",
		}, &jwt.TaskRouterGrant{
			WorkspaceSid: "WS0123456789abcdef0123456789abcdef", WorkerSid: "WK0123456789abcdef0123456789abcdef", Role: "worker",
		}},
		{"player", accesstoken.PlaybackGrant(`{"a":null,"b":[1]}`), &jwt.PlaybackGrant{"a": nil, "b": []int{1}}},
		{"old video", accesstoken.CustomGrant{Name: "rtc", Value: map[string]string{"configuration_profile_sid": "VS1"}},
			&jwt.ConversationsGrant{ConfigurationProfileSid: "VS1"}},
	}
	all := []pair{{"nothing", accesstoken.Token{Identity: "zo\u00eb"}, jwt.AccessTokenParams{Identity: "zo\u00eb"}}}
	every := pair{name: "every product"}
	for _, grant := range grants {
		all = append(all, pair{
			grant.name,
			accesstoken.Token{Identity: "alice", Grants: []accesstoken.Grant{grant.ours}},
			jwt.AccessTokenParams{Identity: "alice", Grants: []jwt.BaseGrant{grant.theirs}},
		})
		if grant.name != "every room" && grant.name != "no calls" {
			every.ours.Grants = append(every.ours.Grants, grant.ours)
			every.theirs.Grants = append(every.theirs.Grants, grant.theirs)
		}
	}
	every.ours.Identity, every.theirs.Identity = "alice", "alice"
	every.ours.TTL, every.theirs.Ttl = 2*time.Hour, 7200
	every.ours.Region, every.theirs.Region = "ie1", "ie1"
	every.ours.NotBefore, every.theirs.Nbf = time.Unix(1_700_000_000, 0), 1_700_000_000
	return append(all, every)
}

func TestClaimForClaim(t *testing.T) {
	signer, err := accesstoken.NewSigner(accountSID, apiKeySID, secret)
	if err != nil {
		t.Fatal(err)
	}
	defer signer.Close()
	verifier, err := accesstoken.NewVerifier(accountSID, apiKeySID, secret)
	if err != nil {
		t.Fatal(err)
	}
	defer verifier.Close()
	compared := pairs()
	for _, pair := range compared {
		t.Run(pair.name, func(t *testing.T) {
			pair.theirs.AccountSid, pair.theirs.SigningKeySid, pair.theirs.Secret = accountSID, apiKeySID, secret
			token := jwt.CreateAccessToken(pair.theirs)
			theirs, err := token.ToJwt()
			if err != nil {
				t.Fatal(err)
			}
			theirHeader, theirPayload := decoded(t, theirs)
			at := issued(t, theirPayload)
			ours, err := signer.Sign(context.Background(), pair.ours, at)
			if err != nil {
				t.Fatal(err)
			}
			ourHeader, ourPayload := decoded(t, ours)
			// Only twilio-node and the core say when a token was issued.
			if ourPayload["iat"] != float64(at.Unix()) {
				t.Error(ourPayload["iat"])
			}
			delete(ourPayload, "iat")
			// twilio-go says "not before now" where nothing is said, and cannot be told not to.
			if pair.ours.NotBefore.IsZero() {
				delete(theirPayload, "nbf")
			}
			if !reflect.DeepEqual(ourHeader, theirHeader) || !reflect.DeepEqual(ourPayload, theirPayload) {
				t.Errorf("ours: %v %v\ntheirs: %v %v", ourHeader, ourPayload, theirHeader, theirPayload)
			}
			// Each takes the other's tokens.
			if _, err := verifier.Verify(context.Background(), theirs, at); err != nil {
				t.Error(err)
			}
			fresh, err := signer.Sign(context.Background(), pair.ours, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if read, err := token.FromJwt(fresh, secret); err != nil || read.Identity != pair.ours.Identity {
				t.Error(read, err)
			}
		})
	}
	t.Logf("%d tokens", len(compared))
}

// twilio-go cannot make a token that lives for less than an hour.
func TestQuirkOfTheHour(t *testing.T) {
	token := jwt.CreateAccessToken(jwt.AccessTokenParams{AccountSid: accountSID, SigningKeySid: apiKeySID, Secret: secret, Ttl: 60})
	text, err := token.ToJwt()
	if err != nil {
		t.Fatal(err)
	}
	_, payload := decoded(t, text)
	if life := payload["exp"].(float64) - payload["nbf"].(float64); life != 3600 {
		t.Errorf("twilio-go has changed: a life of %v s", life)
	}
}

// issued is the time in the claim jti, which no library but ours and Node's says otherwise.
func issued(t *testing.T, payload map[string]any) time.Time {
	var seconds int64
	if _, err := fmt.Sscanf(payload["jti"].(string), apiKeySID+"-%d", &seconds); err != nil {
		t.Fatal(err)
	}
	return time.Unix(seconds, 0)
}

func decoded(t *testing.T, token string) (header, payload map[string]any) {
	parts := strings.Split(token, ".")
	for i, into := range []*map[string]any{&header, &payload} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	return header, payload
}
