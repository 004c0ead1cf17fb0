<?php

declare(strict_types=1);

// See bench.py.
require __DIR__ . '/../../languages/php/src/TwilioAccessToken.php';

$signer = new TwilioAccessToken\Signer('AC' . str_repeat('0', 32), 'SK' . str_repeat('0', 32), 'NotARealSecret0NotARealSecret012');
$sign = static fn (): string => $signer->sign('alice', ['video' => ['room' => 'daily']]);
echo $sign(), "\n";
while (($line = fgets(STDIN)) !== false) {
    $tokens = (int) $line;
    $start = hrtime(true);
    for ($count = 0; $count < $tokens; $count++) {
        $sign();
    }
    echo intdiv(hrtime(true) - $start, $tokens), "\n";
}
