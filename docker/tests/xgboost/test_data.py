import tempfile
import unittest
from pathlib import Path

import numpy as np
import pyarrow
from pyarrow import parquet as arrow_parquet

from sagemaker_training.record_pb2 import Record
from sagemaker_xgboost_container import data_utils
from slipway_training.errors import UserError
from slipway_xgboost import content_types, training_data
from slipway_xgboost.channels import Channel
from slipway_xgboost.data import csv, libsvm, parquet, recordio

NAN = float("nan")


class CsvTest(unittest.TestCase):
    def test_empty_means_missing(self):
        np.testing.assert_array_equal([[1, NAN, 3.5], [-4, 0.5, NAN]], csv.parse(b"1,,3.5\n-4,5e-1,nan"))

    def test_blanks_quotes_and_line_ends_of_windows_do_not_matter(self):
        np.testing.assert_array_equal([[1, 2], [3, 4]], csv.parse(b' 1, 2\r\n"3","4"\r\n\r\n'))

    def test_many_blocks_are_put_together_in_order(self):
        rows = np.arange(600_000, dtype=np.float32).reshape(-1, 3)
        text = "\n".join(",".join(str(int(value)) for value in row) for row in rows)
        np.testing.assert_array_equal(rows, csv.parse(text.encode()))

    def test_text_and_uneven_rows_are_refused(self):
        with self.assertRaisesRegex(ValueError, "invalid value 'target'"):
            csv.parse(b"target,age\n1,2\n")
        with self.assertRaisesRegex(ValueError, "Expected 3 columns, got 2"):
            csv.parse(b"1,2,3\n1,2\n")

    def test_delimiters_are_found(self):
        self.assertEqual([",", "\t", ";", "|", " "], [csv.delimiter_of(f"1{d}2.5{d}3\n") for d in ",\t;| "])
        with self.assertRaises(ValueError):
            csv.delimiter_of("1.5\n")


class LibsvmTest(unittest.TestCase):
    def test_labels_may_be_there_or_not(self):
        for payload in (b"1 0:1.5 3:2\n0 1:7\n", b"0:1.5 3:2\n1:7"):
            np.testing.assert_array_equal([[1.5, 0, 0, 2], [0, 7, 0, 0]], libsvm.parse(payload).toarray())

    def test_rows_may_be_empty(self):
        np.testing.assert_array_equal([[0, 0], [0, 2], [0, 0]], libsvm.parse(b"1\n1 1:2\n0").toarray())

    def test_first_line_tells_the_format(self):
        self.assertIsNone(libsvm.first_line_problem("1:0.5 qid:2 0:1 7:2.5"))
        self.assertIsNotNone(libsvm.first_line_problem("1,2,3"))
        self.assertIsNotNone(libsvm.first_line_problem("1 a:2"))


class ParquetTest(unittest.TestCase):
    def test_integers_doubles_and_nulls_become_floats(self):
        table = pyarrow.table({"label": [1, 2], "x": pyarrow.array([0.5, None]), "same": [3, 4]})
        sink = pyarrow.BufferOutputStream()
        arrow_parquet.write_table(table, sink)
        np.testing.assert_array_equal([[1, 0.5, 3], [2, NAN, 4]], parquet.parse(sink.getvalue().to_pybytes()))


class RecordioTest(unittest.TestCase):
    def test_split_undoes_join(self):
        records = [b"", b"a", b"abcd", b"abcdefg"]
        self.assertEqual(records, list(recordio.split(recordio.join(records))))

    def test_damage_is_noticed(self):
        with self.assertRaisesRegex(ValueError, "Invalid RecordIO magic at offset 0"):
            list(recordio.split(b"12345678"))
        with self.assertRaisesRegex(ValueError, "Truncated record at offset 0"):
            list(recordio.split(recordio.join([b"abcdefgh"])[:-4]))

    def test_dense_records(self):
        features, labels = recordio.parse(recordio.join([record([1, 2], label=7), record([3, 4], label=8)]))
        np.testing.assert_array_equal([[1, 2], [3, 4]], features)
        np.testing.assert_array_equal([7, 8], labels)

    def test_sparse_records(self):
        features, labels = recordio.parse(recordio.join([record([1, 2], keys=[0, 3], shape=5), record([9], keys=[1])]))
        np.testing.assert_array_equal([[1, 0, 0, 2, 0], [0, 9, 0, 0, 0]], features.toarray())
        self.assertIsNone(labels)


class TrainingDataTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.path = Path(self.directory.name) / "train"
        self.path.mkdir()

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def load(self, data_format, **options):
        return training_data.load(self.path, Channel("train", data_format, piped=False), **options)

    def test_all_files_count_but_hidden_ones(self):
        self.write("b.csv", b"3,30,31\n")
        self.write("a/part.csv", b"1,10,11\n2,20,21\n")
        self.write("_SUCCESS", b"")
        self.write(".part.crc", b"x")
        matrix = self.load(content_types.CSV)
        self.assertEqual([1, 2, 3], list(matrix.get_label()))
        self.assertEqual((3, 2), (matrix.num_row(), matrix.num_col()))

    def test_csv_weights_are_the_second_column(self):
        self.write("a.csv", b"1;0.5;10\n2;0.25;20\n")
        matrix = self.load(content_types.CSV, csv_weights=True)
        self.assertEqual([0.5, 0.25], list(matrix.get_weight()))
        self.assertEqual(1, matrix.num_col())

    def test_libsvm_files_keep_weights_and_columns(self):
        self.write("a.libsvm", b"1:0.5 0:1 4:2\n")
        self.write("b.libsvm", b"0:0.25 1:3\n")
        matrix = self.load(content_types.LIBSVM)
        self.assertEqual(([1, 0], [0.5, 0.25]), (list(matrix.get_label()), list(matrix.get_weight())))
        self.assertEqual(5, matrix.num_col())

    def test_all_formats_give_one_matrix(self):
        self.write("csv/rows", b"1,0.5,2\n2,1.5,4\n")
        self.write("libsvm/rows", b"1 0:0.5 1:2\n2 0:1.5 1:4\n")
        table = pyarrow.table({"label": [1.0, 2.0], "x": [0.5, 1.5], "y": [2, 4]})
        (self.path / "parquet").mkdir()
        arrow_parquet.write_table(table, self.path / "parquet" / "rows")
        records = [record([0.5, 2], label=1), record([1.5, 4], label=2)]
        self.write("recordio-protobuf/rows", recordio.join(records))
        for name in ("csv", "libsvm", "parquet", "recordio-protobuf"):
            with self.subTest(name):
                matrix = data_utils.get_dmatrix(self.path / name, name)
                self.assertEqual([1, 2], list(matrix.get_label()))
                np.testing.assert_array_equal([[0.5, 2], [1.5, 4]], matrix.get_data().toarray())

    def test_a_channel_without_data_has_no_matrix(self):
        for data_format in (content_types.CSV, content_types.LIBSVM, content_types.PARQUET):
            self.assertIsNone(self.load(data_format))

    def test_a_pipe_is_read_to_its_end(self):
        self.path.rmdir()
        self.path.with_name("train_0").write_bytes(b"1,2\n3,4\n")
        matrix = training_data.load(self.path, Channel("train", content_types.CSV, piped=True))
        self.assertEqual([1, 3], list(matrix.get_label()))

    def test_the_wrong_format_is_the_users_error(self):
        self.write("data.txt", b"target\n1\n")
        for data_format, text in (
            (content_types.CSV, "Could not determine delimiter on line target:\n"),
            (content_types.LIBSVM, "First line 'target\n...' of file 'data.txt' is not 'LIBSVM' format."),
            (content_types.PARQUET, "Failed to load parquet data with exception:\n"),
            (content_types.RECORDIO_PROTOBUF, "Failed to load recordio-protobuf data with exception:\n"),
        ):
            with self.subTest(data_format), self.assertRaises(UserError) as refused:
                self.load(data_format)
            self.assertTrue(str(refused.exception).startswith(text), str(refused.exception))


def record(values, label=None, keys=None, shape=None):
    made = Record()
    tensor = made.features["values"].float32_tensor
    tensor.values.extend(values)
    tensor.keys.extend(keys or [])
    tensor.shape.extend([shape] if shape else [])
    if label is not None:
        made.label["values"].float32_tensor.values.append(label)
    return made.SerializeToString()
