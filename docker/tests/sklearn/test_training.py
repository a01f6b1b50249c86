import contextlib
import functools
import http.server
import json
import socket
import threading
import unittest
import zipfile

from container import Container

ALL_IS_WELL = """
    import argparse, json, os, helper, slipway_test_extra
    print("SEEN", json.dumps({name: value for name, value in os.environ.items() if name.startswith("SM_")}))
    parser = argparse.ArgumentParser()
    parser.add_argument("--depth", type=int)
    parser.add_argument("--name")
    parser.add_argument("--flag")
    arguments = parser.parse_args()
    print(helper.twice(arguments.depth), arguments.name, slipway_test_extra.ANSWER)
    print("\\n".join(f"line {number} of many" for number in range(10000)))
    open(os.path.join(os.environ["SM_MODEL_DIR"], "model"), "w").write("learned")
"""


def wheel(directory):
    """A package of one module, which needs nothing to be installed."""
    path = directory / "slipway_test_extra-1-py3-none-any.whl"
    information = "slipway_test_extra-1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("slipway_test_extra.py", "ANSWER = 7\n")
        archive.writestr(f"{information}/METADATA", "Metadata-Version: 2.1\nName: slipway-test-extra\nVersion: 1\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return path


@contextlib.contextmanager
def package_index(directory):
    """The address of an index with the package of `wheel`."""
    listing = directory / "simple" / "slipway-test-extra"
    listing.mkdir(parents=True)
    name = wheel(listing).name
    (listing / "index.html").write_text(f'<a href="{name}">{name}</a>')
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(directory))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/simple"
        server.shutdown()


class TrainingTest(unittest.TestCase):
    def setUp(self):
        self.container = Container(self.addCleanup, TRAINING_JOB_NAME="the-job")

    def test_a_program_finds_all_that_it_expects(self):
        (self.container.base / "input" / "data" / "training").mkdir()
        self.container.program("helper.py", "def twice(number):\n    return 2 * number\n")
        self.container.program("requirements.txt", f"--no-index\n{wheel(self.container.base)}\n")
        self.container.program("train.py", ALL_IS_WELL)
        code, output, failure = self.container.train(channels=["training"], depth=21, name="a $b", flag=True)
        self.assertEqual((0, None), (code, failure), output)
        lines = output.splitlines()
        self.assertIn("42 a $b 7", lines)
        printed = [line for line in lines if line.startswith("line ")]
        self.assertEqual([f"line {number} of many" for number in range(10000)], printed)
        self.assertEqual("learned", (self.container.model / "model").read_text())
        self.assertEqual("", (self.container.base / "output" / "success").read_text())
        self.check_variables(json.loads(next(line for line in lines if line.startswith("SEEN "))[5:]))

    def check_variables(self, seen):
        host, base = socket.gethostname(), str(self.container.base)
        expected = {
            "SM_HOSTS": json.dumps([host]),
            "SM_CURRENT_HOST": host,
            "SM_NETWORK_INTERFACE_NAME": "eth0",
            "SM_HPS": '{"depth":21,"flag":true,"name":"a $b"}',
            "SM_HP_DEPTH": "21",
            "SM_HP_FLAG": "true",
            "SM_HP_NAME": "a $b",
            "SM_USER_ENTRY_POINT": "train.py",
            "SM_MODULE_NAME": "train",
            "SM_CHANNELS": '["training"]',
            "SM_CHANNEL_TRAINING": f"{base}/input/data/training",
            "SM_MODEL_DIR": f"{base}/model",
            "SM_INPUT_DIR": f"{base}/input",
            "SM_INPUT_CONFIG_DIR": f"{base}/input/config",
            "SM_OUTPUT_DIR": f"{base}/output",
            "SM_OUTPUT_DATA_DIR": f"{base}/output/data",
            "SM_OUTPUT_INTERMEDIATE_DIR": f"{base}/output/intermediate",
            "SM_LOG_LEVEL": "20",
            "SM_CURRENT_INSTANCE_TYPE": "ml.m5.large",
            "SM_CURRENT_INSTANCE_GROUP": "homogeneousCluster",
            "SM_IS_HETERO": "false",
            "SM_NUM_GPUS": "0",
            "SM_NUM_NEURONS": "0",
            "SM_MODULE_DIR": f"{base}/code",
            "SM_USER_ARGS": '["--depth","21","--flag","True","--name","a $b"]',
        }
        self.assertEqual(expected, {name: seen.get(name) for name in expected})
        lists = {
            "SM_INSTANCE_GROUPS": ["homogeneousCluster"],
            "SM_CURRENT_INSTANCE_GROUP_HOSTS": [host],
            "SM_INSTANCE_GROUPS_DICT": {
                "homogeneousCluster": {
                    "hosts": [host], "instance_group_name": "homogeneousCluster", "instance_type": "ml.m5.large"}},
            "SM_DISTRIBUTION_INSTANCE_GROUPS": [],
            "SM_RESOURCE_CONFIG": self.container.configured("resourceconfig"),
            "SM_INPUT_DATA_CONFIG": self.container.configured("inputdataconfig"),
            "SM_FRAMEWORK_PARAMS": {},
        }
        self.assertEqual(lists, {name: json.loads(seen[name]) for name in lists})
        self.assertRegex(seen["SM_NUM_CPUS"], r"^[1-9]\d*$")
        self.assertRegex(seen["SM_FRAMEWORK_MODULE"], r"^[\w.]+:main$")
        self.check_summary(json.loads(seen["SM_TRAINING_ENV"]))

    def check_summary(self, summary):
        host, base = socket.gethostname(), str(self.container.base)
        expected = {
            "additional_framework_parameters": {},
            "channel_input_dirs": {"training": f"{base}/input/data/training"},
            "current_host": host,
            "hosts": [host],
            "hyperparameters": {"depth": 21, "flag": True, "name": "a $b"},
            "input_config_dir": f"{base}/input/config",
            "input_data_config": self.container.configured("inputdataconfig"),
            "input_dir": f"{base}/input",
            "is_master": True,
            "job_name": "the-job",
            "log_level": 20,
            "master_hostname": host,
            "model_dir": f"{base}/model",
            "module_name": "train",
            "network_interface_name": "eth0",
            "num_gpus": 0,
            "output_data_dir": f"{base}/output/data",
            "output_dir": f"{base}/output",
            "output_intermediate_dir": f"{base}/output/intermediate",
            "resource_config": self.container.configured("resourceconfig"),
            "user_entry_point": "train.py",
        }
        self.assertEqual(expected, {name: summary.get(name) for name in expected})
        self.assertLessEqual({"framework_module", "module_dir", "num_cpus"}, set(summary))

    def test_what_a_program_raises_is_the_reason_of_the_failure(self):
        self.container.program("train.py", "print('so far')\nraise ValueError('no such column')\n")
        code, output, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertIn("so far", output.splitlines())
        self.assertTrue(failure.startswith("ExecuteUserScriptError:\nExitCode 1\nErrorMessage "), failure)
        self.assertIn("ValueError: no such column", failure)
        self.assertIn('Command "/usr/bin/python3 train.py"', failure)

    def test_a_shell_script_is_a_command_and_its_exit_code_is_told(self):
        self.container.program("train.sh", "#!/bin/sh\necho told: $*\nexit 7\n")
        code, output, failure = self.container.train("train.sh", rate=0.5)
        self.assertEqual(1, code)
        self.assertIn("told: --rate 0.5", output.splitlines())
        self.assertTrue(failure.startswith("ExecuteUserScriptError:\nExitCode 7\n"), failure)

    def test_a_failure_file_of_the_programs_own_stays(self):
        program = "import os; open(os.environ['SM_OUTPUT_DIR'] + '/failure', 'w').write('mine'); 1 / 0"
        self.container.program("train.py", program)
        self.assertEqual("mine", self.container.train()[2])

    def test_requirements_come_from_a_package_index(self):
        self.container.program("train.py", "import slipway_test_extra; print('extra', slipway_test_extra.ANSWER)")
        with package_index(self.container.base) as address:
            self.container.program("requirements.txt", f"--index-url {address}\nslipway-test-extra\n")
            code, output, failure = self.container.train()
        self.assertEqual((0, None), (code, failure), output)
        self.assertIn("extra 7", output.splitlines())

    def test_a_package_index_that_is_not_reached_is_told(self):
        self.container = Container(self.addCleanup, PIP_RETRIES="1")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{taken.getsockname()[1]}/simple"
            self.container.program("train.py", "print('never')")
            self.container.program("requirements.txt", f"--index-url {address}\nslipway-test-extra\n")
            code, output, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertTrue(failure.startswith("InstallRequirementsError:"), failure)
        self.assertIn("No matching distribution found for slipway-test-extra", failure)
        self.assertIn("Connection refused", output)
        self.assertNotIn("never", output.splitlines())

    def test_requirements_that_cannot_be_installed_are_named(self):
        self.container.program("train.py", "print('never')")
        self.container.program("requirements.txt", "--no-index\nno-such-package\n")
        code, output, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertTrue(failure.startswith("InstallRequirementsError:"), failure)
        self.assertIn("No matching distribution found for no-such-package", failure)
        self.assertNotIn("never", output.splitlines())

    def test_a_job_starts_without_what_few_jobs_need(self):
        self.container = Container(self.addCleanup, AWS_DEFAULT_REGION="eu-north-1", PYTHONPROFILEIMPORTTIME="1")
        self.container.program("train.py", "import os; print('region', os.environ['SAGEMAKER_REGION'])")
        code, output, failure = self.container.train()
        self.assertEqual((0, None), (code, failure), output)
        self.assertIn("region eu-north-1", output.splitlines())
        self.assertIn("sagemaker_training.trainer", output)
        for module in ("botocore", "paramiko", "multiprocessing.connection"):
            self.assertNotIn(module, output)

    def test_what_few_jobs_need_is_there_for_them(self):
        configuration = self.container.program("configuration", "[default]\nregion = sa-east-1\n")
        self.container = Container(self.addCleanup, AWS_CONFIG_FILE=str(configuration))
        self.container.program(
            "train.py",
            """
            import os
            print("region", os.environ["SAGEMAKER_REGION"])
            print("intermediate output", os.path.isdir(os.environ["SM_OUTPUT_INTERMEDIATE_DIR"]))
            """,
        )
        code, output, failure = self.container.train(sagemaker_s3_output="file:///nowhere")
        self.assertEqual((0, None), (code, failure), output)
        self.assertLessEqual({"region sa-east-1", "intermediate output True"}, set(output.splitlines()))
