// Bench says how long a token takes, beside twilio-go and the native command line, which take turns.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client/jwt"

	"twilio-access-token.example/accesstoken"
)

const (
	accountSID = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b"
	apiKeySID  = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5"
	secret     = "NotARealSecret0NotARealSecret012"
)

var (
	ctx   = context.Background()
	token = accesstoken.Token{Identity: "alice", Grants: []accesstoken.Grant{accesstoken.VideoGrant{Room: "daily"}}}
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func newSigner() *accesstoken.Signer {
	return must(accesstoken.NewSigner(accountSID, apiKeySID, secret))
}

func one(signer *accesstoken.Signer) { must(signer.Sign(ctx, token, time.Now())) }

func twilio() {
	made := jwt.CreateAccessToken(jwt.AccessTokenParams{
		AccountSid: accountSID, SigningKeySid: apiKeySID, Secret: secret, Identity: "alice",
		Grants: []jwt.BaseGrant{&jwt.VideoGrant{Room: "daily"}},
	})
	must(made.ToJwt())
}

func main() {
	rounds := flag.Int("rounds", 7, "how often each takes its turn")
	tokens := flag.Int("tokens", 20_000, "how many tokens each makes in a turn")
	first := flag.String("first", "", "make one token with `ours` or twilio, and end")
	flag.Parse()
	switch *first {
	case "ours":
		one(newSigner())
		return
	case "twilio":
		twilio()
		return
	}

	signer := newSigner()
	many := slices.Repeat([]accesstoken.Token{token}, *tokens)
	lines := strings.Repeat(`{"identity":"alice","grants":{"video":{"room":"daily"}}}`+"\n", *tokens)
	native := func() {
		command := exec.Command("../../../target/release/twilio-access-token", "mint")
		command.Env = []string{"ACCOUNT_SID=" + accountSID, "API_KEY=" + apiKeySID, "API_SECRET=" + secret}
		command.Stdin = strings.NewReader(lines)
		if answers := must(command.Output()); bytes.Count(answers, []byte("\n")) != *tokens {
			log.Fatal("the command line has not made them all")
		}
	}
	repeated := func(what func()) func() {
		return func() {
			for range *tokens {
				what()
			}
		}
	}
	compare("a token", "us", time.Microsecond, *rounds, *tokens, []contestant{
		{"twilio-go", repeated(twilio)},
		{"Sign", repeated(func() { one(signer) })},
		{"SignMany", func() { must(signer.SignMany(ctx, many, time.Now())) }},
		{"the native command line", native},
	})
	program := must(os.Executable())
	start := func(which string) func() {
		return func() { must(exec.Command(program, "-first", which).Output()) }
	}
	compare("a process with one token", "ms", time.Millisecond, *rounds, 1, []contestant{
		{"twilio-go", start("twilio")}, {"ours", start("ours")},
	})
}

type contestant struct {
	name string
	run  func()
}

// compare prints the median of what each takes, and its ratio to the first.
func compare(what, unit string, scale time.Duration, rounds, count int, contestants []contestant) {
	taken := make([][]float64, len(contestants))
	for round := range rounds + 1 {
		for i, contestant := range contestants {
			begin := time.Now()
			contestant.run()
			// The first round is for warming up.
			if round > 0 {
				taken[i] = append(taken[i], float64(time.Since(begin))/float64(scale)/float64(count))
			}
		}
	}
	fmt.Printf("%s, the median of %d rounds:\n", what, rounds)
	var base float64
	for i, contestant := range contestants {
		slices.Sort(taken[i])
		median := taken[i][rounds/2]
		if i == 0 {
			base = median
		}
		fmt.Printf("  %-24s %8.2f %s  %6.2f times the first\n", contestant.name, median, unit, median/base)
	}
}
