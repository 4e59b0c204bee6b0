//! Broken texts: one run reports every fault, and what is whole stays in the tree.

use super::faults;

#[test]
fn several_faults_in_one_file_are_all_found() {
    faults(
        r#"
        service api {
          image = = "x"
          port http
          env { A = ; B = "b" }
          scale 2 + 3
        }
        service web { port 80 }
        "#,
        r#"
        W0005@3:19 expected a value after `=`, found `=`
        W0005@5:20 expected a value after `=`, found the end of the statement
        W0005@6:19 an argument with the operator `+` stands in parentheses
        "#,
        r#"
        service api {
          image = <error>
          port http
          env {
            A = <error>
            B = "b"
          }
          scale 2 <error>
        }
        service web {
          port 80
        }
        "#,
    );
}
