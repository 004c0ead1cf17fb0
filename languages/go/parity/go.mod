// What compares the library with Twilio's own, apart so that those who use the library do not depend on that.
module twilio-access-token.example/accesstoken/parity

go 1.25.0

require (
	github.com/twilio/twilio-go v1.31.0
	twilio-access-token.example/accesstoken v0.0.0
)

require (
	github.com/golang-jwt/jwt/v5 v5.2.2 // indirect
	github.com/tetratelabs/wazero v1.12.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
)

replace twilio-access-token.example/accesstoken => ../
