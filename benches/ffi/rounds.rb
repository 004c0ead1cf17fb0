# frozen_string_literal: true

# See bench.py.
require_relative "../../languages/ruby/lib/twilio_access_token"

signer = TwilioAccessToken::Signer.new("AC#{"0" * 32}", "SK#{"0" * 32}", "NotARealSecret0NotARealSecret012")
sign = -> { signer.sign(identity: "alice", grants: { video: { room: "daily" } }) }
$stdout.sync = true
puts sign.call
while (line = gets)
  tokens = Integer(line)
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  tokens.times { sign.call }
  puts (Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - start) / tokens
end
