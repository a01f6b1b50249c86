import unittest

from slipway_training.errors import UserError
from slipway_xgboost import channels, content_types

FILES = {"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated"}


class ChannelsTest(unittest.TestCase):
    def assert_refused(self, text, configuration):
        with self.assertRaises(UserError) as refused:
            channels.validate(configuration)
        self.assertEqual(text, str(refused.exception))

    def test_train_is_required(self):
        self.assert_refused("Missing required channel: train", {"validation": FILES})

    def test_other_channels_are_refused(self):
        self.assert_refused("Extraneous channel found: test", {"train": FILES, "test": FILES})

    def test_libsvm_is_the_default_and_has_no_pipe_mode(self):
        self.assertEqual(content_types.LIBSVM, channels.validate({"train": FILES})["train"].data_format)
        piped = {"TrainingInputMode": "Pipe", "S3DistributionType": "FullyReplicated"}
        self.assert_refused(
            "Channel configuration for 'train' channel is not supported: "
            "{'ContentType': 'text/libsvm', 'TrainingInputMode': 'Pipe', 'S3DistributionType': 'FullyReplicated'}",
            {"train": piped},
        )

    def test_the_code_channel_holds_no_data(self):
        self.assertEqual(["train"], list(channels.validate({"train": FILES, "code": FILES})))


class ContentTypesTest(unittest.TestCase):
    def test_parameters_and_case_do_not_matter(self):
        self.assertEqual(content_types.CSV, content_types.data_format("Text/CSV; label_size=1; charset=utf8"))
        self.assertEqual(content_types.LIBSVM, content_types.data_format("text/x-libsvm ;charset=utf8"))

    def test_csv_has_one_label(self):
        with self.assertRaises(UserError) as refused:
            content_types.data_format("text/csv;label_size=2")
        self.assertEqual(
            "text/csv;label_size=2 is not an accepted csv ContentType. "
            "Optional parameter label_size must be equal to 1",
            str(refused.exception),
        )

    def test_unknown_types_are_named(self):
        with self.assertRaises(UserError) as refused:
            content_types.data_format("image/png")
        self.assertTrue(str(refused.exception).startswith("image/png is not an accepted ContentType: csv, libsvm"))
