boundary "b" {
  jurisdictions = ["ZZ9"]
  class "c" {
    addresses = ["module.c"]
