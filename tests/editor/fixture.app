// A line of carets behind `//` says which scopes are due above them, all of those named and, behind `!`,
// none of those. Such lines are taken out before the rest is coloured. What is not right may stand here, too.
edition "2026"
// ^^^^ keyword.control
//      ^^^^^^ string.quoted.double
use "./base.app" as base
//               ^^ keyword.control.import
//                  ^^^^ entity.name.namespace

/// Documents what follows.
//^^^^^^^^^^^^^^^^^^^^^^^^^ comment.line.documentation
//// Does not.
// ^^^^^^^^^^ comment.line.double-slash !comment.line.documentation

let sizes = {
//  ^^^^^ variable.other.readwrite
//        ^ keyword.operator
  small = { cpu = 50m..500m, memory = 64Mi }
//^^^^^ variable.other.property
//                ^^^ constant.numeric
//                  ^ keyword.other.unit
//                   ^^ keyword.operator
//                                    ^^^^ constant.numeric
//                                      ^^ keyword.other.unit
  image = "a word of the language is a key here"
//^^^^^ variable.other.property !keyword
}
let later =
  1 + // why
  len("x") + 0o755 + 0.5
//^^^ support.function
//           ^^^^^ constant.numeric
let next = 1h30min
// ^ !variable
//         ^^^^^^^ constant.numeric

template standard(size "small" | "large" = "small", n int in 1..10 = 1, path string? = f(a, b)) {
//       ^^^^^^^^ entity.name.type.struct
//                ^^^^ variable.other.readwrite
//                     ^^^^^^^ string
//                             ^ keyword.operator
//                                                  ^ variable.other.readwrite
//                                                    ^^^ entity.name.type
//                                                        ^^ keyword.control
//                                                           ^ constant.numeric
//                                                                           ^^^^^^ entity.name.type
//                                                                                     ^ entity.name.function
  extends base.sized(size: size)
//^^^^^^^ keyword.control
//        ^^^^ entity.name.namespace
//             ^^^^^ entity.name.type.struct
//                   ^^^^ variable.other.enummember
//                         ^^^^ variable.other.readwrite
  scale n
//^^^^^ keyword.control
}

app shop {
//  ^^^^ entity.name.type.class
  param disk bytes in 1Gi..2Ti = 2Gi
//^^^^^ keyword.control
//      ^^^^ variable.other.readwrite
//           ^^^^^ entity.name.type
//                 ^^ keyword.control.operator
//                    ^^^ constant.numeric
//                               ^^^ constant.numeric
  param level "low" |
    "high"
//  ^^^^^^ string
  setting LOG_LEVEL string = "info"
//        ^^^^^^^^^ variable.parameter
//                  ^^^^^^ variable.other.enummember
  secrets { db-password; image optional }
//^^^^^^^ keyword.control.declaration
//          ^^^^^^^^^^^ entity.name.function.preprocessor
//                       ^^^^^ entity.name.function.preprocessor
//                             ^^^^^^^^ variable.other.enummember

  image api {
    from "rust:1.90-slim"
    copy "/src/api" "/bin/api" from build
//  ^^^^ keyword.control.step
//                             ^^^^ variable.other.enummember
//                                  ^^^^^ variable.other.property
    run "cargo build" { cache "/usr/local/cargo" sharing locked }
//                      ^^^^^ keyword.control
//                                               ^^^^^^^ variable.other.enummember
//                                                       ^^^^^^ variable.other.enummember
    add "https://example.com/tool" "/bin/tool"
//  ^^^ keyword.control.step
//         ^^^^^^^ string !comment
  }

  service ("worker-" + name) { scale 1; memory 256Mi..; cpu 0.5 }
//^^^^^^^ keyword.control.declaration
//          ^^^^^^^ string
//                     ^^^^ variable.other.readwrite
//                             ^^^^^ keyword.control
//                                      ^^^^^^ keyword.control
//                                                    ^ !keyword.control
//                                                      ^^^ keyword.control
  service web {
    image api
//  ^^^^^ keyword.control
//        ^^^ entity.name.type.class
    port http 8080 publish "127.0.0.1:8080"
//       ^^^^ variable.other.property
//            ^^^^ constant.numeric
//                 ^^^^^^^ variable.other.enummember
    needs db ready
//        ^^ entity.name.type.class
//           ^^^^^ variable.other.enummember
    env {
      image = "\(secrets.db-password)@\(join(["a", "\(x)"], ",")):$HOME \q \u{1F600}"
//    ^^^^^ variable.other.property !keyword
//            ^ string.quoted.double
//             ^^ punctuation.definition.template-expression.begin
//               ^^^^^^^ entity.name.function.preprocessor
//                       ^^^^^^^^^^^ entity.name.function.preprocessor
//                                  ^ punctuation.definition.template-expression.end
//                                      ^^^^ support.function
//                                                    ^ variable.other.readwrite
//                                                                ^^^^^ string !variable
//                                                                      ^^ invalid.illegal.escape
//                                                                         ^^^^^^^^^ constant.character.escape
      TEXT = """
        port http \(self.http.port)
//      ^^^^ string.quoted.triple !keyword
//                  ^^^^ variable.language
//                       ^^^^ variable.other.property
        """
      RAW = #"\d \(no) \#(yes)"#
//            ^^ string.quoted.other.raw !constant !invalid
//                 ^^ string.quoted.other.raw !variable
//                        ^^^ variable.other.readwrite
      OPEN = "never closed
      NEXT = if a == "b" and not c then 100/s else 70%
//    ^^^^ variable.other.property !string
//           ^^ keyword.control
//                ^^ keyword.operator
//                       ^^^ keyword.control
//                                 ^^^^ keyword.control
//                                      ^^^^^ constant.numeric
//                                            ^^^^ keyword.control
//                                                 ^^^ constant.numeric
    }
    ready http "/ready" on admin with curl { every 5s }
//        ^^^^ variable.other.enummember
//                      ^^ variable.other.enummember
//                         ^^^^^ variable.other.property
//                               ^^^^ variable.other.enummember
//                                           ^^^^^ keyword.control
    kubernetes { deployment { spec { template { image = { port = 1 } } } } }
//               ^^^^^^^^^^ variable.other.property
//                                   ^^^^^^^^ variable.other.property
//                                              ^^^^^ variable.other.property
//                                                        ^^^^ variable.other.property
    if debug { port debug 9229 } else if x { user 1 } else { user 2 }
//  ^^ keyword.control.flow
//             ^^^^ keyword.control.declaration
//                               ^^^^^^^ keyword.control.flow
//                                           ^^^^ keyword.control
//                                                    ^^^^ keyword.control.flow
    args [
      "serve", // why
//             ^^^^^^ comment
      if x then "a" else "b"
//       ^ variable.other.readwrite
    ]
    unheard of { port http 80 }
//  ^^^^^^^ !keyword
//               ^^^^ keyword.control
  }

  for name, size in sizes {
//^^^ keyword.control.flow
//    ^^^^ variable.other.readwrite
//          ^^^^ variable.other.readwrite
//               ^^ keyword.control.flow
    cron tidy "0 3 * * *" { timeout 15min }
//  ^^^^ keyword.control.declaration
//       ^^^^ entity.name.type.class
//                          ^^^^^^^ keyword.control
  }

  route ["a.localhost", domain] {
    "/api" -> api.http { timeout 30s }
//  ^^^^^^ string
//         ^^ keyword.operator
//                ^^^^ variable.other.property
//                       ^^^^^^^ keyword.control
    exact "/x" -> api.http
//  ^^^^^ keyword.control
  }

  environment prod {
    domain = "shop.example.com"
//  ^^^^^^ variable.other.readwrite
    service web { add port admin 9000; remove env TEXT }
//  ^^^^^^^ keyword.control
//                ^^^ keyword.control.layer
//                    ^^^^ keyword.control.declaration
//                         ^^^^^ variable.other.property
//                                     ^^^^^^ keyword.control.layer
//                                            ^^^ keyword.control
    remove service db
//  ^^^^^^ keyword.control.layer
//         ^^^^^^^ keyword.control.declaration
//                 ^^ entity.name.type.class
    route "shop.localhost" { remove "/api" }
//                           ^^^^^^ keyword.control.layer
  }
}
