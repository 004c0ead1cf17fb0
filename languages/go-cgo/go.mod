// The path stands in for the one under which the module will be published.
module twilio-access-token.example/cgo

go 1.25.0
