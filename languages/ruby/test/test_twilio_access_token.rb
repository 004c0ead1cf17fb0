# frozen_string_literal: true

require "json"
require "minitest/autorun"
require "open3"
require "pp"
require "rbconfig"
require "twilio_access_token"

class TwilioAccessTokenTest < Minitest::Test
  CASES = JSON.parse(File.read(File.join(__dir__, "../../../tests/vectors/embeddings.json")))["cases"]
  EXAMPLE = File.join(__dir__, "../examples/mint.rb")
  KEY = CASES.find { |example| example["call"] == "sign" }.values_at("account_sid", "api_key_sid", "api_key_secret")
  MARKED = "MarkedSecret0123456789MarkedSecr"
  NOW = 1_700_000_000
  CALLS = { "sign" => :sign, "verify" => :verify, "inspect" => :report, "webhook" => :webhook }.freeze

  def test_every_shared_case
    assert_operator CASES.length, :>, 290
    CASES.each do |example|
      expected = example.values_at("error", "result")
      assert_equal expected, outcome(example), example["name"]
    end
  end

  def test_many_tokens_and_those_that_are_refused
    tokens = [{ identity: "alice" }, { identity: "" }, { identity: "zoë\n" }]
    first, second, third = signer.sign_many(tokens, at: NOW)
    assert_equal signer.sign(**tokens[0], at: Time.at(NOW)), first
    assert_equal "empty-identity", second.code
    assert second.message.end_with?(". #{second.hint}")
    assert_equal "zoë\n", verifier.verify(third, at: NOW)["grants"]["identity"]
  end

  def test_another_key_and_clocks_that_differ
    token = signer.sign(identity: "alice", at: NOW)
    others = TwilioAccessToken::Verifier.new(KEY[0], "SK#{"0" * 32}", "another", leeway: 60)
    assert_equal "signature-mismatch", refused { others.verify(token, at: NOW) }.code
    assert_equal NOW + 3600, others.add_key(*KEY).verify(token, at: NOW + 3659)["exp"]
    assert_equal "expired", refused { others.verify(token, at: NOW + 3660) }.code
  end

  def test_errors_are_rubys_own
    assert_kind_of StandardError, refused { signer.sign(identity: "") }
    assert_equal "sids-swapped", refused { TwilioAccessToken::Signer.new(KEY[1], KEY[0], KEY[2]) }.code
    assert_equal "time-out-of-range", refused { signer.sign(identity: "alice", at: -1) }.code
    assert_equal "invalid-json", refused { signer.sign_json("{") }.code
    assert_raises(ArgumentError) { signer.sign_json(nil) }
    [-1, 2**32, 2**64, 1.5, Float::NAN, "1", true, nil].each do |leeway|
      assert_raises(RangeError) { TwilioAccessToken::Verifier.new(*KEY, leeway: leeway) }
    end
    [2**64, 2**64 + NOW, Float::NAN, Float::INFINITY].each do |time|
      assert_raises(RangeError) { verifier.verify(signer.sign(identity: "alice", at: NOW), at: time) }
    end
    assert_equal "expired", refused { verifier.verify(signer.sign(identity: "alice", at: NOW), at: -1) }.code
  end

  def test_rejects_strings_that_are_not_utf8
    key = TwilioAccessToken::WebhookKey.new("12345")
    ["da\xffily", "da\xffily".b, "da\xffily".dup.force_encoding("US-ASCII")].each do |invalid|
      [
        -> { signer.sign(identity: invalid) },
        -> { signer.sign(identity: "alice", region: invalid) },
        -> { signer.sign(identity: "alice", grants: { video: { room: invalid } }) },
        -> { signer.sign(identity: "alice", grants: { x: [{ "a" => [invalid] }] }) },
        -> { signer.sign(identity: "alice", grants: { x: { invalid => 1 } }) },
        -> { signer.sign_json(%({"identity":"#{invalid}"})) },
        -> { raise signer.sign_many([{ identity: invalid }, { identity: "alice" }])[0] },
        -> { raise signer.sign_many([{ identity: "alice" }, { identity: invalid }])[1] },
        -> { verifier.verify(invalid) },
        -> { TwilioAccessToken.inspect_token(invalid) },
        -> { TwilioAccessToken::Signer.new(*KEY[0, 2], invalid) },
        -> { TwilioAccessToken::WebhookKey.new(invalid) },
        -> { key.validate_form(invalid, "") },
        -> { key.validate_form("", invalid) },
        -> { key.validate_form("", "", { "a" => invalid }) },
        -> { key.validate_form("", "", [[invalid, ""]]) }
      ].each { |call| assert_equal "invalid-utf8", refused(&call).code }
    end
    first, second = signer.sign_many([{ identity: "\xff" }, { identity: "alice" }], at: NOW)
    assert_equal ["invalid-utf8", signer.sign(identity: "alice", at: NOW)], [first.code, second]
    latin = "zo\xeb".dup.force_encoding("ISO-8859-1")
    assert_equal signer.sign(identity: "zoë", at: NOW), signer.sign(identity: latin, at: NOW)
    assert_raises(JSON::GeneratorError) { signer.sign(identity: "alice", ttl: Float::NAN) }
  end

  def test_a_secret_is_neither_shown_nor_copied
    key = [*KEY[0, 2], MARKED]
    [TwilioAccessToken::Signer.new(*key), TwilioAccessToken::Verifier.new(*key), TwilioAccessToken::WebhookKey.new(MARKED)].each do |object|
      fields = object.instance_variables.map { |name| object.instance_variable_get(name).inspect }
      assert_unmarked(object.inspect, object.to_s, JSON.generate(object), object.pretty_inspect, *fields)
      assert_raises(TypeError) { object.dup }
      assert_unmarked(assert_raises(TypeError) { Marshal.dump(object) }.full_message)
      assert_unmarked(assert_raises(NoMethodError) { object.absent }.full_message)
    end
    assert_raises(Minitest::Assertion) { assert_unmarked(MARKED) }
  end

  def test_no_error_repeats_what_stood_in_a_wrong_place
    [
      -> { TwilioAccessToken::Verifier.new(*KEY, leeway: MARKED) },
      -> { signer.sign(identity: "alice", at: MARKED) },
      -> { signer.sign(identity: "alice", MARKED => 1) },
      -> { signer.sign_many([{ MARKED => 1 }]).each { |error| raise error } },
      -> { signer.sign_json(MARKED) },
      -> { verifier.verify(MARKED, at: [MARKED]) },
      -> { TwilioAccessToken::WebhookKey.new(MARKED, settings: "algorithm=#{MARKED}") },
      -> { TwilioAccessToken::WebhookKey.new(MARKED).validate_form(MARKED, MARKED, MARKED) }
    ].each { |call| assert_unmarked(assert_raises(StandardError, &call).full_message(highlight: false, order: :top)) }
  end

  def test_what_is_collected_is_freed
    200.times { signer.sign(identity: "alice") }
    GC.start
    before = resident
    5_000.times { signer.sign(identity: "alice" * 50) }
    GC.start
    assert_operator resident, :<, before + 20_000, "kB"
  end

  def test_threads
    tokens = Array.new(4) { |thread| Thread.new { Array.new(200) { signer.sign(identity: "u#{thread}", at: NOW) } } }
    tokens.each_with_index { |thread, number| assert_equal [signer.sign(identity: "u#{number}", at: NOW)], thread.value.uniq }
  end

  def test_the_example
    environment = { "ACCOUNT_SID" => KEY[0], "API_KEY" => KEY[1], "API_SECRET" => KEY[2] }
    token, status = Open3.capture2(environment, *ruby, EXAMPLE, "alice")
    assert_predicate status, :success?
    assert_equal "alice", verifier.verify(token.chomp)["grants"]["identity"]
    _, errors, status = Open3.capture3(environment, *ruby, EXAMPLE, "")
    assert_equal [1, true], [status.exitstatus, errors.start_with?("error[empty-identity]: ")]
  end

  private

  def signer
    @signer ||= TwilioAccessToken::Signer.new(*KEY)
  end

  def verifier
    @verifier ||= TwilioAccessToken::Verifier.new(*KEY)
  end

  def ruby
    [RbConfig.ruby, "-I", File.join(__dir__, "../lib")]
  end

  def resident
    Integer(File.read("/proc/self/status")[/^VmRSS:\s+(\d+) kB$/, 1])
  end

  def assert_unmarked(*texts)
    texts.each { |text| refute_includes text, "MarkedSecret" }
  end

  def refused(&)
    assert_raises(TwilioAccessToken::Error, &)
  end

  # The code of the error, or the result.
  def outcome(example)
    [nil, send(CALLS.fetch(example["call"]), example)]
  rescue TwilioAccessToken::Error => error
    assert_unmarked(error.full_message, error.inspect)
    assert_match(/\A\S.*[^.]\. #{Regexp.escape(error.hint)}\z/, error.message)
    assert error.hint.end_with?(".")
    [error.code, nil]
  end

  def sign(example)
    TwilioAccessToken::Signer.new(*key_of(example)).sign_json(example["token"], at: example["now"])
  end

  def verify(example)
    claims = TwilioAccessToken::Verifier.new(*key_of(example), leeway: example["leeway"]).verify(example["token"], at: example["now"])
    assert_equal JSON.parse(example["result"]), claims
    example["result"]
  end

  def report(example)
    options = { api_key_secret: example["api_key_secret"], region: example["region"], at: example["now"] }
    found = TwilioAccessToken.inspect_token(example["token"], **options)
    assert_unmarked(found.to_s)
    findings = found["findings"].map { |finding| finding.values_at("code", "twilio_code", "severity") }
    { "signature" => found["signature"], "findings" => findings }
  end

  def webhook(example)
    key = TwilioAccessToken::WebhookKey.new(example["secret"], settings: example["settings"])
    address = example.values_at("signature", "url")
    example.key?("body") ? key.validate_body(*address, example["body"]) : key.validate_form(*address, example["fields"])
  end

  def key_of(example)
    example.values_at("account_sid", "api_key_sid", "api_key_secret")
  end
end
