# frozen_string_literal: true

# Prints a token with which the identity that is named may join the room "daily", signed with the key in ACCOUNT_SID, API_KEY and
# API_SECRET.
require "twilio_access_token"

begin
  signer = TwilioAccessToken::Signer.new(*%w[ACCOUNT_SID API_KEY API_SECRET].map { |name| ENV.fetch(name) })
  puts signer.sign(identity: ARGV.fetch(0), grants: { video: { room: "daily" } })
rescue TwilioAccessToken::Error => error
  abort "error[#{error.code}]: #{error.message}"
end
