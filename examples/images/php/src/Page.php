<?php

declare(strict_types=1);

namespace Hello;

final class Page
{
    public static function text(): string
    {
        return "hello from PHP\n";
    }
}
