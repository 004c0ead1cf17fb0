# frozen_string_literal: true

require "fiddle/import"
require "json"

# Twilio access tokens: minted, verified, inspected; and webhooks validated, by the C library libtwilio_access_token.
#
#   signer = TwilioAccessToken::Signer.new(account_sid, api_key_sid, api_key_secret)
#   signer.sign(identity: "alice", grants: { video: { room: "daily" } })
#
# The library is looked for as the system does it, or is the file that TWILIO_ACCESS_TOKEN_LIBRARY names. Objects free what they hold
# when they are collected; they may be used by several threads. Times are seconds since 1970, or a Time.
module TwilioAccessToken
  # An error with a stable #code in kebab-case. The message ends with the #hint, and never shows a secret.
  class Error < StandardError
    # The reason, for a program, such as "empty-room".
    attr_reader :code

    # What to do about it, a sentence.
    attr_reader :hint

    def initialize(code, message, hint)
      super("#{message}. #{hint}")
      @code = code
      @hint = hint
    end
  end

  # The C interface, as twilio_access_token.h describes it.
  module Library
    extend Fiddle::Importer

    ABI = 1
    OK, REJECTED, MISUSE = 0, 1, 2

    dlload ENV.fetch("TWILIO_ACCESS_TOKEN_LIBRARY", "libtwilio_access_token.so.#{ABI}")

    TEXT = struct(["void *data", "size_t len"])
    NAMED = "const char *, size_t"
    KEY = [NAMED, NAMED, NAMED].join(", ")

    extern "uint32_t tat_abi_version()"
    extern "int tat_signer_new(#{KEY}, void *, void *)"
    extern "int tat_signer_sign(void *, #{NAMED}, uint64_t, void *)"
    extern "int tat_signer_sign_lines(void *, #{NAMED}, uint64_t, void *)"
    extern "void tat_signer_free(void *)"
    extern "int tat_verifier_new(#{KEY}, void *, void *)"
    extern "int tat_verifier_add_key(void *, #{KEY}, void *)"
    extern "int tat_verifier_set_leeway(void *, uint32_t)"
    extern "int tat_verifier_verify(void *, #{NAMED}, uint64_t, void *)"
    extern "void tat_verifier_free(void *)"
    extern "int tat_inspect(#{NAMED}, #{NAMED}, #{NAMED}, uint64_t, void *)"
    extern "int tat_webhook_key_new(#{NAMED}, #{NAMED}, void *, void *)"
    extern "int tat_webhook_key_sign(void *, #{NAMED}, #{NAMED}, void *)"
    extern "int tat_webhook_key_validate_form(void *, #{NAMED}, #{NAMED}, #{NAMED}, void *)"
    extern "int tat_webhook_key_validate_body(void *, #{NAMED}, #{NAMED}, #{NAMED}, void *)"
    extern "void tat_webhook_key_free(void *)"
    # Fiddle passes no struct by value. One of two words is passed as two words, on x86-64 (System V) and on AArch64.
    extern "void tat_text_free(void *, size_t)"

    raise LoadError, "the library's interface is #{tat_abi_version}, not #{ABI}" unless tat_abi_version == ABI

    class << self
      # Calls a function whose last argument is set to a text, and gives that text.
      def call(name, *arguments)
        text = TEXT.malloc(Fiddle::RUBY_FREE)
        status = public_send(name, *arguments, text)
        given = text.data.null? ? "" : text.data[0, text.len].force_encoding(Encoding::UTF_8)
        tat_text_free(text.data, text.len)
        refuse(status, given) unless status == OK
        given
      end

      # A pointer to what a constructor makes, which is freed with the object that keeps it.
      def make(kind, *arguments)
        made = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
        call("tat_#{kind}_new", *arguments, made)
        made.ptr.tap { |object| object.free = @handler["tat_#{kind}_free"] }
      end

      # A text as the library takes it: where it is, and its length. What there is none of is NULL.
      def text(value)
        return [nil, 0] if value.nil?

        bytes = utf8 { String(value).encode(Encoding::UTF_8).b }
        [bytes, bytes.bytesize]
      end

      # Reads an error from its JSON.
      def error(json)
        Error.new(*JSON.parse(json).values_at("code", "message", "hint"))
      end

      def json(value)
        utf8 { JSON.generate(value) }
      end

      # Ruby's own errors would show what is no time, which may be a secret.
      def seconds(time)
        raise TypeError, "a time is a Time or a number of seconds, not a #{time.class}" unless [Time, Numeric].any? { |type| time.is_a?(type) }

        Integer(time.to_i)
      end

      private

      # Ruby's own errors would show bytes of the string, which may be a secret.
      def utf8
        yield
      rescue EncodingError, JSON::GeneratorError => error
        # NaN and infinity.
        raise if error.message.end_with?("not allowed in JSON")

        raise Error.new("invalid-utf8", "a string is not UTF-8", "Encode it as UTF-8."), cause: nil
      end

      def refuse(status, text)
        raise "the library has failed with status #{status}" if text.empty?

        error = self.error(text)
        raise ArgumentError, error.message if status == MISUSE && error.code != "invalid-utf8"

        raise error
      end
    end

    @handler = %w[signer verifier webhook_key].to_h { |kind| ["tat_#{kind}_free", handler["tat_#{kind}_free"]] }
  end
  private_constant :Library

  # An object of the library's.
  class Handle
    # Without what it holds.
    def inspect
      "#<#{self.class}>"
    end

    private

    def initialize(kind, *arguments)
      @kind = kind
      @object = Library.make(kind, *arguments)
    end

    def call(name, *arguments)
      Library.call("tat_#{@kind}_#{name}", @object, *arguments)
    end

    def texts(*values)
      values.flat_map { |value| Library.text(value) }
    end

    # It holds memory of another kind than Ruby's.
    def initialize_copy(_other)
      raise TypeError, "a #{self.class} holds a secret, and cannot be copied"
    end
  end
  private_constant :Handle

  # An API key, ready to sign.
  class Signer < Handle
    # The SIDs are `AC` and `SK` with 32 hexadecimal digits each; the secret is what the Twilio Console shows once.
    def initialize(account_sid, api_key_sid, api_key_secret)
      super("signer", *texts(account_sid, api_key_sid, api_key_secret))
    end

    # A token: `identity` (1 to 256 characters), `grants` as a token has them, `ttl` (1 to 86,400 seconds, 3,600 unless given),
    # `not_before` and `region`. It is issued `at` that time, which is now unless given.
    def sign(at: Time.now, **token)
      sign_json(Library.json(token), at: at)
    end

    # The same for a text of JSON.
    def sign_json(token, at: Time.now)
      call("sign", *texts(token), Library.seconds(at))
    end

    # Many tokens in one call: for each Hash, as #sign takes it, the token or the Error.
    def sign_many(tokens, at: Time.now)
      lines = tokens.map do |token|
        Library.json(token)
      rescue Error => error
        error
      end
      answers = call("sign_lines", *texts(lines.grep(String).join("\n")), Library.seconds(at)).each_line(chomp: true)
      lines.map do |line|
        next line if line.is_a?(Error)

        answer = answers.next
        answer.start_with?("{") ? Library.error(answer) : answer
      end
    end
  end

  # API keys whose tokens are taken.
  class Verifier < Handle
    # Clocks may differ by `leeway` seconds.
    def initialize(account_sid, api_key_sid, api_key_secret, leeway: 0)
      super("verifier", *texts(account_sid, api_key_sid, api_key_secret))
      raise RangeError, "the leeway must be 0 to 4,294,967,295 seconds" unless leeway.is_a?(Integer) && (0...(2**32)).cover?(leeway)

      Library.tat_verifier_set_leeway(@object, leeway)
    end

    # Takes the tokens of a further key as well, before the verifier is shared between threads.
    def add_key(account_sid, api_key_sid, api_key_secret)
      call("add_key", *texts(account_sid, api_key_sid, api_key_secret))
      self
    end

    # The claims of a token that is valid `at` a time, which is now unless given.
    def verify(token, at: Time.now)
      JSON.parse(call("verify", *texts(token), Library.seconds(at)))
    end
  end

  # The auth token of an account, or a shared key, ready to validate webhooks.
  class WebhookKey < Handle
    # `settings` is the request's header X-Twilio-Webhooks-Signature-Settings, if it has one.
    def initialize(secret, settings: nil)
      super("webhook_key", *texts(settings, secret))
    end

    # What Twilio would sign a request with, for tests. Fields are pairs of name and value, or a Hash.
    def sign(url, fields = [])
      call("sign", *texts(url, Library.json(Array(fields))))
    end

    # Raises an Error unless Twilio sent this form. The signature is the header X-Twilio-Signature, nil if the request has none.
    def validate_form(signature, url, fields = [])
      call("validate_form", *texts(signature, url, Library.json(Array(fields))))
      nil
    end

    # Raises an Error unless Twilio sent this body, which is no form, byte for byte.
    def validate_body(signature, url, body)
      call("validate_body", *texts(signature, url), body.b, body.bytesize)
      nil
    end
  end

  # What Twilio would refuse about a token, whoever made it: a Hash of `header`, `payload`, `signature` and `findings`, each of which
  # has `code`, `twilio_code`, `severity`, `message` and `hint`.
  def self.inspect_token(token, api_key_secret: nil, region: nil, at: Time.now)
    texts = [token, api_key_secret, region].flat_map { |value| Library.text(value) }
    JSON.parse(Library.call("tat_inspect", *texts, Library.seconds(at)))
  end
end
