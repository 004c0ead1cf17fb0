// Apart from the package, so that those who use that do not depend on Twilio's.
module twilio-access-token.example/cgo/bench

go 1.25.0

require (
	github.com/twilio/twilio-go v1.31.0
	twilio-access-token.example/cgo v0.0.0
)

require github.com/golang-jwt/jwt/v5 v5.2.2 // indirect

replace twilio-access-token.example/cgo => ../../../languages/go-cgo
